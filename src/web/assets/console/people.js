// @ts-check
import { dialog } from './dialog.js';
import { avatar, h, icon } from './dom.js';

/** @import { Person } from './api.js' */
/** @typedef {{ value: string, label: string, hint: string }} Choice */

const SHOWN = 100;

/**
 * @param {Person[]} people
 * @returns {Choice[]}
 */
export function choicesOf(people) {
  return people.map((person) => ({ value: person.name, label: person.name, hint: describe(person) }));
}

/**
 * The branch and the posts, then what else somebody belongs to.
 * @param {Person} person
 * @returns {string}
 */
export function describe(person) {
  const [home, ...others] = person.units;
  return [...(home === undefined ? [] : [home]), ...person.posts, ...others].join(' · ');
}

/**
 * One of many, by searching: type, arrows, Enter.
 * @param {string} title
 * @param {Choice[]} choices
 * @param {string | undefined} current
 * @returns {Promise<string | undefined>}
 */
export function pickOne(title, choices, current) {
  return dialog(title, (close) => ({
    body: listbox(choices, new Set(current === undefined ? [] : [current]), false, close).parts,
    wide: true,
  }));
}

/**
 * Several of many; undefined when it was closed without being confirmed.
 * @param {string} title
 * @param {Choice[]} choices
 * @param {string[]} current
 * @returns {Promise<string[] | undefined>}
 */
export function pickMany(title, choices, current) {
  return dialog(title, (/** @type {(result?: string[]) => void} */ close) => {
    const done = h('button', { class: 'button primary', type: 'button' }, '完成');
    const chosen = new Set(current);
    const list = listbox(choices, chosen, true, () => {
      done.textContent = chosen.size > 0 ? `完成（${chosen.size} 人）` : '完成';
    });
    done.addEventListener('click', () => close([...chosen]));
    list.changed();
    const clear = h('button', { class: 'button', type: 'button' }, '清空');
    clear.addEventListener('click', () => {
      chosen.clear();
      list.changed();
      list.draw();
    });
    return { body: list.parts, foot: [clear, done], wide: true };
  });
}

/**
 * A search field with its list, as the combobox pattern has it: the focus stays in the field.
 * @param {Choice[]} choices
 * @param {Set<string>} chosen
 * @param {boolean} many
 * @param {(value: string) => void} onpick
 */
function listbox(choices, chosen, many, onpick) {
  let active = Math.max(
    0,
    choices.findIndex((choice) => chosen.has(choice.value)),
  );
  /** @type {Choice[]} */
  let matches = choices;

  const list = h('ul', {
    class: 'options',
    id: 'options',
    role: 'listbox',
    'aria-label': '人员',
    'aria-multiselectable': many && 'true',
  });
  const count = h('p', { class: 'unseen', 'aria-live': 'polite' });
  const search = h('input', {
    type: 'search',
    class: 'search',
    role: 'combobox',
    placeholder: '搜索姓名、党组织或职务',
    'aria-label': '搜索姓名、党组织或职务',
    'aria-expanded': 'true',
    'aria-controls': 'options',
    'aria-autocomplete': 'list',
    autofocus: true,
    autocomplete: 'off',
    oninput: () => {
      active = 0;
      draw();
      count.textContent = `${matches.length} 人`;
    },
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.isComposing) return;
      if (event.key === 'ArrowDown') move(1);
      else if (event.key === 'ArrowUp') move(-1);
      else if (event.key === 'Enter') pick(matches[active]);
      else return;
      event.preventDefault();
    },
  });

  /** @param {number} step */
  function move(step) {
    const shown = Math.min(matches.length, SHOWN);
    if (shown === 0) return;
    active = (active + step + shown) % shown;
    point();
  }

  /** @param {Choice | undefined} choice */
  function pick(choice) {
    if (!choice) return;
    if (many) {
      if (!chosen.delete(choice.value)) chosen.add(choice.value);
      active = matches.indexOf(choice);
      draw();
    }
    onpick(choice.value);
  }

  function draw() {
    const words = search.value.trim().split(/\s+/u);
    matches = choices.filter((choice) =>
      words.every((word) => `${choice.label} ${choice.hint}`.includes(word)),
    );
    // Whoever is the current choice must be on the list even in a very large organisation.
    active = Math.min(active, Math.min(matches.length, SHOWN) - 1);
    const rows = matches.slice(0, SHOWN).map((choice, index) =>
      h(
        'li',
        {
          id: `option-${index}`,
          role: 'option',
          'aria-selected': String(chosen.has(choice.value)),
          onclick: () => pick(choice),
        },
        avatar(choice.label),
        h(
          'span',
          { class: 'option-words' },
          h('strong', {}, choice.label),
          choice.hint !== '' && h('small', {}, choice.hint),
        ),
        h('span', { class: 'tick' }, icon('check')),
      ),
    );
    if (matches.length === 0) rows.push(h('li', { class: 'rest' }, '没有找到，换个字试试。'));
    if (matches.length > SHOWN) {
      rows.push(h('li', { class: 'rest' }, `另有 ${matches.length - SHOWN} 人，输入姓名缩小范围。`));
    }
    list.replaceChildren(...rows);
    point();
  }

  function point() {
    for (const row of list.children) row.classList.remove('active');
    const row = list.children[active];
    if (!row || row.classList.contains('rest')) return search.removeAttribute('aria-activedescendant');
    row.classList.add('active');
    row.scrollIntoView({ block: 'nearest' });
    search.setAttribute('aria-activedescendant', row.id);
  }

  draw();
  return {
    parts: [h('div', { class: 'search-row' }, icon('search'), search), list, count],
    draw,
    changed: () => onpick(''),
  };
}
