module.exports = {
  layout: "vacature.njk",
  tags: "vacatures",
  permalink: (data) => `/vacatures/${data.page.fileSlug}.html`,
};
