import { html } from 'hono/html';
import { DISCLAIMER } from '../../cards/duty/small.ts';
import { type Instant, say } from '../time.ts';

export type Html = ReturnType<typeof html>;

export interface Page {
  title: string;
  /** What the place is called whose page it is. */
  place?: '看板' | '表单';
  /** Who is in; null for nobody. */
  reader: string | null;
  /** Which of the places in the bar this is. */
  at?: 'board' | 'trends' | 'overdue' | 'rounds' | 'mine';
  /** Whether there is anything but their own records for them. */
  oversees?: boolean;
  now: Instant;
  body: Html;
}

/** The frame of every page: no script, no style of its own, and every word of people's is text. */
export function page({ title, place = '看板', reader, at, oversees = false, now, body }: Page): Html {
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · 支部${place}</title>
<link rel="icon" type="image/svg+xml" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/tokens.css">
<link rel="stylesheet" href="/assets/base.css">
<link rel="stylesheet" href="/assets/board.css">
${STYLES[place].map((name) => html`<link rel="stylesheet" href="/assets/${name}.css">`)}
</head>
<body>
<a class="skip" href="#main">跳到正文</a>
<header class="top">
<p class="brand"><span class="mark" aria-hidden="true">支</span><span>支部 <small>${place}</small></span></p>
${reader === null ? '' : bar(reader, at, oversees)}
</header>
<main id="main">
${body}
</main>
<footer class="foot">${place === '看板' ? html`<p><strong>${DISCLAIMER}</strong></p><p>${say(now)}的情况</p>` : html`<p>支部助手发给您本人的表单</p>`}</footer>
</body>
</html>`;
}

const STYLES = { 看板: ['board/matrix', 'board/rounds', 'board/paper'], 表单: ['form'] };

function bar(reader: string, at: Page['at'], oversees: boolean): Html {
  const places = [
    ...(oversees
      ? [
          { name: 'board', href: '/board', word: '总览' },
          { name: 'trends', href: '/board/trends', word: '趋势' },
          { name: 'overdue', href: '/board/overdue', word: '逾期' },
          { name: 'rounds', href: '/board/rounds', word: '评议' },
        ]
      : []),
    { name: 'mine', href: '/board/mine', word: '我的' },
  ];
  return html`<nav class="places" aria-label="看板">${places.map(
    ({ name, href, word }) =>
      html`<a href="${href}"${name === at ? html` aria-current="page"` : ''}>${word}</a>`,
  )}</nav>
<form class="out" method="post" action="/board/leave"><span>${reader}</span><button>退出</button></form>`;
}

/** A page that says one thing and what to do next. */
export function sentence(now: Instant, title: string, words: string, reader: string | null = null): Html {
  return page({
    title,
    reader,
    now,
    body: html`<section class="said"><h1>${title}</h1><p>${words}</p>${
      reader === null ? '' : html`<p><a class="button" href="/board">回到看板</a></p>`
    }</section>`,
  });
}
