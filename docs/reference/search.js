// The search box: every word must be found in name or description; names that begin with the words come first.
(() => {
  const box = document.getElementById('search');
  const list = document.getElementById('found');
  const entries = window.REFERENCE.map(([name, href, text]) => ({ name, href, text, low: `${name} ${text}`.toLowerCase() }));
  let chosen = -1;

  const rank = ({ name, text }, typed) => {
    const low = name.toLowerCase();
    if (low === typed) return 0;
    if (low.startsWith(typed)) return name.includes('.') ? 2 : 1;
    if (text.startsWith(typed)) return name.includes('.') ? 3 : 2;
    return low.includes(typed) ? 4 : 5;
  };

  const choose = (index) => {
    const links = [...list.querySelectorAll('a')];
    chosen = Math.max(-1, Math.min(index, links.length - 1));
    links.forEach((link, at) => link.classList.toggle('chosen', at === chosen));
    links[chosen]?.scrollIntoView({ block: 'nearest' });
  };

  const show = () => {
    const typed = box.value.trim().toLowerCase();
    const words = typed.split(/\s+/).filter(Boolean);
    const found = words.length === 0 ? [] : entries.filter(({ low }) => words.every((word) => low.includes(word)));
    found.sort((a, b) => rank(a, typed) - rank(b, typed) || a.name.length - b.name.length);
    list.replaceChildren(
      ...found.slice(0, 30).map(({ name, href, text }) => {
        const link = document.createElement('a');
        const note = document.createElement('span');
        link.href = href;
        link.textContent = name;
        note.textContent = text;
        link.append(note);
        const item = document.createElement('li');
        item.append(link);
        return item;
      }),
    );
    list.hidden = found.length === 0;
    choose(0);
  };

  box.addEventListener('input', show);
  box.addEventListener('focus', show);
  box.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      choose(chosen + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Enter') {
      list.querySelectorAll('a')[chosen]?.click();
    } else if (event.key === 'Escape') {
      list.hidden = true;
    }
  });
  list.addEventListener('click', () => {
    list.hidden = true;
  });
  document.addEventListener('click', (event) => {
    if (!event.target.closest('.search')) list.hidden = true;
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && document.activeElement !== box) {
      event.preventDefault();
      box.focus();
    }
  });
})();
