/** Template cards as WeCom's pages describe them: what it refuses, and what a reader sees. */
type Node = Record<string, unknown>;

interface Shape {
  /** Properties it may have; with an exclamation mark, must have. */
  [property: string]: (value: unknown) => string | null;
}

const chars = (most: number) => (value: unknown) =>
  typeof value === 'string' && value !== '' && value.length <= most
    ? null
    : `no text of 1 to ${most} characters`;
const bytes = (most: number) => (value: unknown) =>
  typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= most
    ? null
    : `no text of 1 to ${most} bytes`;
const address = (value: unknown) =>
  typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value) ? null : 'no address';
const among =
  (...values: unknown[]) =>
  (value: unknown) =>
    values.includes(value) ? null : `none of ${values.join(', ')}`;
const list = (most: number, one: (value: unknown) => string | null) => (value: unknown) => {
  if (!Array.isArray(value) || value.length < 1 || value.length > most) return `no list of 1 to ${most}`;
  return value.map(one).find((wrong) => wrong !== null) ?? null;
};
const object =
  (must: Shape, may: Shape = {}) =>
  (value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'no object';
    const missing = Object.keys(must).find((name) => !(name in value));
    if (missing) return `missing ${missing}`;
    for (const [name, held] of Object.entries(value)) {
      const check = Object.hasOwn(must, name) ? must[name] : Object.hasOwn(may, name) ? may[name] : undefined;
      const wrong = check ? check(held) : 'unknown';
      if (wrong) return `${name}: ${wrong}`;
    }
    return null;
  };

const task = (value: unknown) =>
  typeof value === 'string' && /^[0-9A-Za-z_@-]{1,128}$/.test(value) ? null : 'no task id';
const title = object({ title: chars(36) }, { desc: chars(44) });
const menu = object({ desc: chars(20), action_list: list(3, object({ text: chars(10), key: bytes(1024) })) });
const rows = list(6, object({ keyname: chars(5), value: chars(30) }));
const option = (most: number, more: Shape = {}) => object({ id: bytes(128), text: chars(most), ...more });
const select = object(
  { question_key: bytes(1024), title: chars(13), option_list: list(10, option(10)) },
  { selected_id: bytes(128) },
);
const submit = object({ text: chars(10), key: bytes(1024) });
const button = (value: unknown) =>
  (value as Node | null)?.type === 1
    ? object({ type: among(1), text: chars(10), style: among(1, 2, 3, 4), url: address })(value)
    : object({ type: among(0), text: chars(10), style: among(1, 2, 3, 4), key: bytes(1024) })(value);

const head = { card_type: () => null, main_title: title };
const body = { action_menu: menu, sub_title_text: chars(160), horizontal_content_list: rows };

const SHAPES: Record<string, (card: unknown) => string | null> = {
  text_notice: object(
    { ...head, card_action: object({ type: among(1), url: address }) },
    {
      ...body,
      task_id: task,
      jump_list: list(3, object({ type: among(1), title: chars(18), url: address })),
    },
  ),
  button_interaction: object(
    { ...head, task_id: task, button_list: list(6, button) },
    { ...body, button_selection: select, replace_text: chars(10) },
  ),
  vote_interaction: object(
    {
      ...head,
      task_id: task,
      checkbox: object({
        question_key: bytes(1024),
        mode: among(0, 1),
        option_list: list(20, option(11, { is_checked: among(true, false) })),
      }),
      submit_button: submit,
    },
    { action_menu: menu },
  ),
  multiple_interaction: object(
    { ...head, task_id: task, select_list: list(3, select), submit_button: submit },
    { action_menu: menu },
  ),
};

/** Why WeCom would not take this card; null if it would. `anew`: in the place of one that stands already. */
export function fault(card: unknown, anew = false): string | null {
  const { card_type: type, replace_text: replaced } = card as Node;
  const check = SHAPES[String(type)];
  if (!check) return 'unknown card_type';
  const wrong = check(card) ?? repeated(card as Node);
  return wrong ?? (replaced && !anew ? 'replace_text: only when it is drawn anew' : null);
}

function repeated(card: Node): string | null {
  const keys = controlsOf(card).flatMap(({ key }) => key ?? []);
  if (new Set(keys).size < keys.length) return 'a key twice';
  for (const { options, question } of questionsOf(card)) {
    if (new Set(options.map(({ id }) => id)).size < options.length) return `an option of ${question} twice`;
  }
  const questions = questionsOf(card).map(({ question }) => question);
  return new Set(questions).size < questions.length ? 'a question twice' : null;
}

export interface Control {
  label: string;
  key?: string;
  url?: string;
}

/** Everything that can be pressed, the menu in the corner too. A card whose buttons are replaced has none. */
export function controlsOf(card: Node): Control[] {
  const buttons = card.replace_text ? [] : ((card.button_list ?? []) as Node[]);
  const menu = ((card.action_menu as Node | undefined)?.action_list ?? []) as Node[];
  const submit = card.submit_button ? [card.submit_button as Node] : [];
  const jumps = (card.jump_list ?? []) as Node[];
  return [...buttons, ...submit, ...menu, ...jumps].map(({ text, title, key, url }) => ({
    label: String(text ?? title),
    ...(typeof key === 'string' && { key }),
    ...(typeof url === 'string' && { url }),
  }));
}

export interface Question {
  question: string;
  title: string;
  options: { id: string; text: string }[];
  /** Ids. */
  chosen: string[];
  many: boolean;
}

export function questionsOf(card: Node): Question[] {
  const vote = card.checkbox as Node | undefined;
  const lists = [
    ...(card.button_selection ? [card.button_selection] : []),
    ...((card.select_list ?? []) as Node[]),
  ];
  return [...(vote ? [voteOf(vote)] : []), ...lists.map((one) => listOf(one as Node))];
}

function voteOf(vote: Node): Question {
  const options = vote.option_list as { id: string; text: string; is_checked: boolean }[];
  const chosen = options.filter((one) => one.is_checked).map(({ id }) => id);
  return { question: String(vote.question_key), title: '', options, chosen, many: vote.mode === 1 };
}

/** A list always has something chosen: the first, if nothing else is said. */
function listOf(select: Node): Question {
  const options = select.option_list as { id: string; text: string }[];
  const chosen = options.find(({ id }) => id === select.selected_id) ?? options[0];
  return {
    question: String(select.question_key),
    title: String(select.title),
    options,
    chosen: chosen ? [chosen.id] : [],
    many: false,
  };
}

/** What a reader sees from top to bottom, buttons in brackets. */
export function textOf(card: Node): string {
  const { title, desc } = card.main_title as { title: string; desc?: string };
  const rows = ((card.horizontal_content_list ?? []) as { keyname: string; value: string }[]).map(
    ({ keyname, value }) => `${keyname}：${value}`,
  );
  const questions = questionsOf(card).map(({ title, options, chosen }) =>
    [title, ...options.map(({ id, text }) => `${chosen.includes(id) ? '☑' : '☐'} ${text}`)]
      .filter(Boolean)
      .join(' '),
  );
  const text = card.sub_title_text as string | undefined;
  const buttons = controlsOf(card).map(({ label }) => `[${label}]`);
  const gone = card.replace_text ? [`（${card.replace_text}）`] : [];
  return [title, desc, text, ...rows, ...questions, ...gone, ...buttons]
    .filter((part) => part !== undefined)
    .join('\n');
}

/** Addresses that it opens. */
export function linksOf(card: Node): string[] {
  const whole = (card.card_action as { url?: string } | undefined)?.url;
  return [...controlsOf(card).flatMap(({ url }) => url ?? []), ...(whole ? [whole] : [])];
}
