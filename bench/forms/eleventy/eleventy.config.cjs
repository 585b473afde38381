module.exports = function () {
  return {
    dir: { input: "content", includes: "../includes", output: "public" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
};
