module.exports = {
  layout: "pagina.njk",
  tags: "paginas",
  permalink: (data) => `/paginas/${data.page.fileSlug}.html`,
};
