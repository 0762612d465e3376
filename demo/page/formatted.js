// Telegram's text with entities as nodes of the page; offsets are UTF-16 units, as JavaScript's own.

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

export const make = (tag, properties = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role" || name === "class") node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

export const icon = (name) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
};

// A link of the bot: t.me/<bot>?start=<payload>; null for any other.
export function startLink(url) {
  const match = /^(?:https?:\/\/)?(?:t|telegram)\.me\/(\w+)(?:\?start=([A-Za-z0-9_-]{0,64}))?$/.exec(url.trim());
  return match ? { bot: match[1], payload: match[2] ?? "" } : null;
}

// `act` has openLink(url) and sendCommand(text).
export function formatted(text, entities = [], act) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const build = (from, to, list) => {
    const nodes = [];
    let at = from;
    for (let i = 0; i < list.length; i += 1) {
      const entity = list[i];
      const end = Math.min(to, entity.offset + entity.length);
      if (entity.offset < at || end <= entity.offset) continue;
      if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
      const inner = list.slice(i + 1).filter((other) => other.offset >= entity.offset && other.offset + other.length <= end);
      nodes.push(dress(entity, build(entity.offset, end, inner), text.slice(entity.offset, end), act));
      at = end;
    }
    if (at < to) nodes.push(text.slice(at, to));
    return nodes;
  };
  return build(0, text.length, sorted);
}

function dress(entity, inner, plain, act) {
  switch (entity.type) {
    case "url":
      return link(plain, inner, act);
    case "text_link":
      return link(entity.url, inner, act);
    case "email":
      return make("a", { href: `mailto:${plain}` }, ...inner);
    case "bot_command": {
      const button = make("button", { type: "button", className: "command" }, ...inner);
      button.addEventListener("click", () => act.sendCommand(plain));
      return button;
    }
    case "spoiler": {
      const cover = make("span", { className: "spoiler", tabIndex: 0, role: "button" }, ...inner);
      const show = () => cover.classList.add("seen");
      cover.addEventListener("click", show);
      cover.addEventListener("keydown", (event) => event.key === "Enter" && show());
      return cover;
    }
    case "pre":
      return make("pre", {}, make("code", {}, ...inner));
    default:
      return TAGS[entity.type] ? make(TAGS[entity.type], {}, ...inner) : make("span", { className: "mark" }, ...inner);
  }
}

function link(url, inner, act) {
  const full = /^\w+:/.test(url) ? url : `https://${url}`;
  const safe = /^https?:/i.test(full) ? full : "#";
  const anchor = make("a", { href: safe, target: "_blank", rel: "noopener noreferrer" }, ...inner);
  if (startLink(url)) {
    anchor.addEventListener("click", (event) => {
      event.preventDefault();
      act.openLink(url);
    });
  }
  return anchor;
}
