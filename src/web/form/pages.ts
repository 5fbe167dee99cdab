import { html } from 'hono/html';
import { type Card, formOf } from '../../../cards/card.ts';
import { renderHtml } from '../../../cards/render/html.ts';
import type { Answer } from '../../platforms/platform.ts';
import { type Instant, timeOf } from '../../time.ts';
import { type Html, page } from '../page.ts';
import { drawForm } from './fields.ts';
import type { Opened } from './open.ts';
import type { Typed } from './values.ts';

export interface Look {
  now: Instant;
  /** Opens the chat with the bot, where the platform has an address for that. */
  chat: string | undefined;
}

/** `refused`: why it was not taken, with what was typed. */
export function formPage(
  look: Look,
  { card, reader, token }: Extract<Opened, { kind: 'form' }>,
  refused?: { why: string; typed: Typed },
): Html {
  return frame(
    look,
    card.title,
    html`${reader ? html`<p class="who">以<strong>${reader.name}</strong>同志的身份填写</p>` : ''}
${refused ? html`<p class="refused" role="alert">${refused.why}</p>` : ''}
${renderHtml(card, (form) => drawForm(form, refused?.typed))}
<p class="note">链接只属于您本人，请不要转发。${timeOf(token.expiresAt)}前有效，提交一次。</p>`,
  );
}

/** What came of it, as the chat has it too. */
export function donePage(look: Look, answer: Answer | null): Html {
  const { toast, card, form } = answer ?? {};
  const asks = card && form !== undefined ? formOf(card) : undefined;
  return frame(
    look,
    toast?.tone === 'warning' ? '请看一下' : '已经提交',
    html`${toast ? html`<p class="told ${toast.tone}" role="status">${toast.text}</p>` : ''}
${answer ? '' : html`<p>这张表单已经提交过了，不用再填。</p>`}
${card ? html`<section class="card" aria-label="${card.title}"><h2>${card.title}</h2>${renderHtml(card, () => html``)}${links(card)}</section>` : ''}
${asks ? html`<p><a class="send" href="${form}">继续：${asks.submit.label}</a></p>` : ''}
${back(look, waits(card) ? '还有下一步，请回到聊天里点卡片上的按钮。' : '可以关掉这一页，回到聊天了。')}`,
  );
}

/** All of a message that its chat shows in part; null: too late. */
export function wholePage(look: Look, card: Card | null): Html {
  if (!card)
    return frame(look, '链接已经过期', html`<p>请回到聊天里再说一次，我重新发给您。</p>${back(look)}`);
  return frame(
    look,
    card.title,
    html`${renderHtml(card, () => html``)}${links(card)}
<p class="note">链接只属于您本人，请不要转发。</p>${back(look, waits(card) ? '要办的事，请回到聊天里点卡片上的按钮。' : '')}`,
  );
}

export function latePage(look: Look): Html {
  return frame(
    look,
    '链接已经过期',
    html`<p>为了安全，表单的链接只在半小时左右有效。要接着填，点下面的按钮，我把它重新发到您的聊天里。</p>
<form class="sheet" method="post"><button class="send" name="again" value="yes">重新发给我</button></form>
${back(look)}`,
  );
}

export function sentAgainPage(look: Look): Html {
  return frame(
    look,
    '已重新发送',
    html`<p role="status">表单已经发到您的聊天里，请回到聊天打开。</p>${back(look)}`,
  );
}

export function changedPage(look: Look): Html {
  return frame(
    look,
    '这张表单不用填了',
    html`<p>它已经办过，或者有了更新的一张。请回到聊天里看最近的消息。</p>${back(look)}`,
  );
}

export function nothingPage(look: Look): Html {
  return frame(
    look,
    '打不开这张表单',
    html`<p>链接可能没有复制完整，也可能是发给别人的。请回到聊天里，点支部助手发给您的那一张。</p>`,
  );
}

/** Pressed in the chat, where it is known who presses. */
function waits(card: Card | undefined): boolean {
  return card?.actions.some(({ type }) => type === 'press') ?? false;
}

function links({ actions }: Card): Html {
  const found = actions.filter((action) => action.type === 'link').filter(({ url }) => /^https?:/.test(url));
  return html`${found.map(({ label, url }) => html`<p><a href="${url}" rel="noreferrer">${label}</a></p>`)}`;
}

function back({ chat }: Look, words = ''): Html {
  return html`${words === '' ? '' : html`<p class="note">${words}</p>`}${
    chat === undefined ? '' : html`<p><a class="button back" href="${chat}">回到聊天</a></p>`
  }`;
}

function frame({ now }: Look, title: string, body: Html): Html {
  return page({
    title,
    place: '表单',
    reader: null,
    now,
    body: html`<article class="paper"><h1>${title}</h1>${body}</article>`,
  });
}
