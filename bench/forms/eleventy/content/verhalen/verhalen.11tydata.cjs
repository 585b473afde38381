module.exports = {
  layout: "verhaal.njk",
  tags: "verhalen",
  permalink: (data) => `/verhalen/${data.page.fileSlug}.html`,
};
