import type { Card, Link, Press } from '../../card.ts';
import { LIMITS, line } from './limits.ts';
import type { Keys } from './press.ts';
import type { Button, Menu } from './template.ts';

/** Where a card stands and what stands around it. */
export interface Place {
  /** Unique among all cards of the app, `[0-9A-Za-z_@-]`, at most 128. */
  task: string;
  /** Where the whole message can be seen, and its form be filled in, in a browser; none in a group. */
  page?: string;
  /** What to say of the press that it answers. */
  toast?: string;
  /** It takes the place of a card that was sent, and so has to be one. */
  anew?: boolean;
}

export function said(lines: string[], { toast }: Place): string[] {
  return toast ? [toast, ...lines] : lines;
}

export function titleOf(card: Card, desc = ''): { title: string; desc?: string } {
  const shown = line(desc, LIMITS.desc);
  return { title: line(card.title, LIMITS.title) || '支部助手', ...(shown && { desc: shown }) };
}

export function menuOf(presses: Press[], keys: Keys): { action_menu?: Menu } {
  return menu(
    presses.flatMap((press) => {
      const key = keys.keyOf(press);
      return key === null ? [] : [{ text: labelOf(press.label, '好'), key }];
    }),
  );
}

export function menu(list: Menu['action_list']): { action_menu?: Menu } {
  return list.length > 0 ? { action_menu: { desc: '更多操作', action_list: list } } : {};
}

export function pageButton(label: string, url: string): Button {
  return { type: 1, text: labelOf(label, '填写'), style: 1, url };
}

export function labelOf(label: string, otherwise: string): string {
  return line(label, LIMITS.button) || otherwise;
}

export function isAddress({ url }: Link): boolean {
  return url.length <= LIMITS.url && /^https?:\/\//i.test(url) && URL.canParse(url);
}

/** A card of buttons that has none left; only a card that is drawn anew may be one. */
export function spent(): { button_list: Button[]; replace_text: string } {
  return { button_list: [{ type: 0, text: '已处理', style: 1, key: '#' }], replace_text: '已处理' };
}
