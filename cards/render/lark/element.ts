/** Card JSON 2.0: {@link https://open.feishu.cn/document/feishu-cards/card-json-v2-structure} */
export interface LarkCard {
  schema: '2.0';
  config: { update_multi: true };
  header?: { title: Plain; template: string };
  body: { elements: Drawn[] };
}

/** In a group a button says so, as the callback of a press does not. */
export type Place = 'direct' | 'group';

/** An element; Lark refuses a card with a property it does not know. */
export interface Drawn {
  tag: string;
  [property: string]: unknown;
}

export interface Plain extends Drawn {
  tag: 'plain_text';
  content: string;
}

/** Text that Lark shows letter by letter: no markup, no mention, no link. */
export function plain(content: string): Plain {
  return { tag: 'plain_text', content };
}

export function text(content: string): Drawn {
  return { tag: 'div', text: plain(content) };
}

export function note(content: string): Drawn {
  return { tag: 'div', text: { ...plain(content), text_size: 'notation', text_color: 'grey' } };
}

export function divider(): Drawn {
  return { tag: 'hr' };
}
