// The tree of topics (ARIA's tree pattern): arrows open, close and move, Home and End, Enter or Space takes; a click on
// the sign opens, a click on the name takes. The tree is read off the paths: "sport › competition discipline".

window.deskTopicTree = (topics, label, isTaken, take) => {
  const children = new Map([["", []]]);
  const codes = new Map(topics.map(([code, path]) => [path, code]));
  for (const [, path] of topics) {
    const broader = path.split(" › ").slice(0, -1).join(" › ");
    if (!children.has(broader)) children.set(broader, []);
    children.get(broader).push(path);
  }
  const root = document.createElement("ul");
  root.className = "desk-topics-tree";
  root.setAttribute("role", "tree");
  root.setAttribute("aria-label", label);
  root.setAttribute("aria-multiselectable", "true");

  const makeItem = (path) => {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = path.split(" › ").pop();
    item.append(name);
    item.dataset.path = path;
    item.tabIndex = -1;
    item.setAttribute("role", "treeitem");
    item.setAttribute("aria-label", name.textContent);
    item.setAttribute("aria-selected", String(isTaken(codes.get(path))));
    if (children.has(path)) item.setAttribute("aria-expanded", "false");
    return item;
  };
  const open = (item) => {
    if (item.getAttribute("aria-expanded") !== "false") return;
    if (!item.querySelector("ul")) {
      const group = document.createElement("ul");
      group.setAttribute("role", "group");
      group.append(...children.get(item.dataset.path).map(makeItem));
      item.append(group);
    }
    item.querySelector("ul").hidden = false;
    item.setAttribute("aria-expanded", "true");
  };
  const close = (item) => {
    item.querySelector("ul").hidden = true;
    item.setAttribute("aria-expanded", "false");
  };
  const visible = () => [...root.querySelectorAll("[role=treeitem]")].filter((item) => !item.parentElement.closest("[hidden]"));
  const focus = (item) => {
    if (!item) return;
    root.querySelector("[tabindex='0']")?.setAttribute("tabindex", "-1");
    item.tabIndex = 0;
    item.focus();
  };
  const choose = (item) => {
    item.setAttribute("aria-selected", String(take(codes.get(item.dataset.path), item.dataset.path)));
  };

  root.append(...children.get("").map(makeItem));
  if (root.firstElementChild) root.firstElementChild.tabIndex = 0;
  root.addEventListener("keydown", (event) => {
    const item = event.target.closest("[role=treeitem]");
    const items = visible();
    const place = items.indexOf(item);
    const rtl = getComputedStyle(root).direction === "rtl";
    const expanded = item.getAttribute("aria-expanded");
    if (event.key === "ArrowDown") focus(items[place + 1]);
    else if (event.key === "ArrowUp") focus(items[place - 1]);
    else if (event.key === "Home") focus(items[0]);
    else if (event.key === "End") focus(items.at(-1));
    else if (event.key === (rtl ? "ArrowLeft" : "ArrowRight")) {
      if (expanded === "false") open(item);
      else if (expanded) focus(item.querySelector("[role=treeitem]"));
    } else if (event.key === (rtl ? "ArrowRight" : "ArrowLeft")) {
      if (expanded === "true") close(item);
      else focus(item.parentElement.closest("[role=treeitem]"));
    } else if (event.key === "Enter" || event.key === " ") choose(item);
    else return;
    event.preventDefault();
  });
  root.addEventListener("click", (event) => {
    const name = event.target.closest("span");
    const item = event.target.closest("[role=treeitem]");
    if (!name || !item) return;
    focus(item);
    const box = name.getBoundingClientRect();
    const rtl = getComputedStyle(root).direction === "rtl";
    const isSign = Math.abs(event.clientX - (rtl ? box.right : box.left)) < 24;
    if (!isSign || !item.hasAttribute("aria-expanded")) choose(item);
    else if (item.getAttribute("aria-expanded") === "false") open(item);
    else close(item);
  });
  return root;
};
