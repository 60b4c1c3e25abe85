// A small site of our own for the benchmarks: what a blog needs, and no more.
const PER_PAGE = 10;

module.exports = (config) => {
  config.setFrontMatterParsingOptions({ excerpt: true, excerpt_separator: "<!-- more -->" });
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("plain", (html) => html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim());
  const markdown = require("markdown-it")({ html: true });
  config.setLibrary("md", markdown);
  config.addFilter("excerpt", (post) =>
    markdown.render(post.page.excerpt || post.rawInput.split("\n\n").slice(0, 2).join("\n\n")),
  );
  config.addCollection("posts", (all) => all.getFilteredByGlob("content/blog/*.md").reverse());
  config.addCollection("sheets", (all) => all.getFilteredByGlob("content/playbook/*.md"));
  // One entry for each page of each listing: the whole blog, every category, every year.
  config.addCollection("listings", (all) => {
    const lists = new Map([["blog", { title: "Blog", posts: [] }]]);
    const add = (address, title, post) => {
      if (!lists.has(address)) lists.set(address, { title, posts: [] });
      lists.get(address).posts.push(post);
    };
    for (const post of all.getFilteredByGlob("content/blog/*.md").reverse()) {
      lists.get("blog").posts.push(post);
      const year = String(post.date.getUTCFullYear());
      add(`blog/archive/${year}`, year, post);
      for (const name of post.data.categories) {
        add(`blog/category/${name.toLowerCase().replaceAll(" ", "-")}`, name, post);
      }
    }
    const pages = [];
    for (const [address, { title, posts }] of lists) {
      const count = Math.ceil(posts.length / PER_PAGE);
      for (let number = 1; number <= count; number += 1) {
        const at = (page) => (page === 1 ? `/${address}/` : `/${address}/page/${page}/`);
        pages.push({
          title,
          address: at(number),
          newer: number > 1 ? at(number - 1) : "",
          older: number < count ? at(number + 1) : "",
          posts: posts.slice((number - 1) * PER_PAGE, number * PER_PAGE),
        });
      }
    }
    return pages;
  });
  return { dir: { input: "content", includes: "../_includes", output: "_site" } };
};
