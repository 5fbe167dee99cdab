import { z } from 'zod';
import { boardCard, calendarCard } from '../../cards/web.ts';
import { type AnyCommand, success, type View } from '../chat/command.ts';
import { define } from '../chat/define.ts';
import { post } from '../outbox/store.ts';
import { signingOf } from '../sign.ts';
import { MINUTE } from '../time.ts';
import { calendarAddress, ensureCalendar, replaceCalendar } from './address.ts';
import { signLink, VALID } from './link.ts';

/** Addresses are drawn when they are sent, so that no record of what was said holds one. */
export const webCommands: readonly AnyCommand[] = [
  define({
    name: 'web.board',
    words: ['看板', '打开看板'],
    help: '在浏览器里看各支部完成情况，或自己的记录',
    who: 'anyone',
    input: z.object({}),
    run: () => ({ content: { view: 'web.board', input: {} }, privately: true }),
  }),
  define({
    name: 'web.calendar',
    words: ['日历', '我的日历', '订阅日历'],
    section: 'settings',
    help: '把要参加的活动放进手机日历',
    who: 'anyone',
    input: z.object({}),
    run(ctx) {
      ensureCalendar(ctx.db, ctx.settings, ctx.person.id, ctx.now);
      return { content: { view: 'web.calendar', input: {} }, privately: true };
    },
  }),
  define({
    name: 'web.newCalendar',
    words: ['换一个日历地址', '换日历地址'],
    who: 'anyone',
    input: z.object({}),
    run(ctx) {
      replaceCalendar(ctx.db, ctx.settings, ctx.person.id, ctx.now);
      // As a message of its own: the answer to a press is remembered as it was drawn.
      post(ctx.db, ctx.now, {
        key: `web.calendar:${ctx.key}`,
        to: { ...ctx.account, kind: 'direct' },
        person: ctx.person.id,
        content: { view: 'web.calendar', input: {} },
        urgency: 'reply',
      });
      return success('已换，旧地址作废，新地址发给您了。');
    },
  }),
];

export const webViews: Record<string, View> = {
  'web.board': ({ now, settings, reader }) => {
    const url = `${settings.url}/board/enter`;
    if (reader === null) return boardCard(url, VALID / MINUTE);
    return boardCard(`${url}?t=${signLink(signingOf(settings), 'board', reader, now)}`, VALID / MINUTE);
  },
  'web.calendar': ({ db, settings, reader }) =>
    calendarCard(reader === null ? null : calendarAddress(db, settings, reader)),
};
