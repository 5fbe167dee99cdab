import { html } from 'hono/html';

/** The page's frame. Everything a person reads in it is drawn by the script, as text. */
export function consolePage() {
  return html`<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
    <meta name="color-scheme" content="light dark">
    <title>支部 · 控制台</title>
    <link rel="icon" type="image/svg+xml" href="/assets/icon.svg">
    <link rel="stylesheet" href="/assets/tokens.css">
    <link rel="stylesheet" href="/assets/base.css">
    <link rel="stylesheet" href="/assets/console.css">
    <link rel="stylesheet" href="/assets/console/frame.css">
    <link rel="stylesheet" href="/assets/console/log.css">
    <link rel="stylesheet" href="/assets/console/card.css">
    <link rel="stylesheet" href="/assets/console/dialog.css">
    <link rel="stylesheet" href="/assets/console/phone.css">
    <script type="module" src="/assets/console.js"></script>
  </head>
  <body data-screen="list">
    <a class="skip" id="skip" href="#composer">跳到输入框</a>
    <noscript><p class="blank">控制台要用到脚本，请在浏览器里允许它运行。</p></noscript>
    <header class="top">
      <button class="icon back" id="back" type="button" aria-label="返回会话列表"></button>
      <p class="brand" aria-hidden="true"><span class="mark">支</span><span>支部 <small>控制台</small></span></p>
      <div class="heading">
        <h1 id="title">支部助手</h1>
        <p id="subtitle"></p>
      </div>
      <div class="clock" id="clock"></div>
    </header>
    <aside class="side" aria-label="身份和会话">
      <div id="me"></div>
      <nav aria-label="会话"><ul class="chats" id="chats"></ul></nav>
      <p class="link" id="link" role="status"></p>
    </aside>
    <main class="talk">
      <div class="log" id="log" role="region" aria-label="聊天记录" tabindex="0"></div>
      <button class="newer" id="newer" type="button" hidden>有新消息 ↓</button>
      <form class="composer" id="composer" autocomplete="off"></form>
    </main>
    <div class="unseen" id="live" aria-live="polite"></div>
    <div class="toasts" id="toasts" aria-live="polite"></div>
  </body>
</html>`;
}
