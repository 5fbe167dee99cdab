import { notTakenCard } from '../../cards/files.ts';
import { type Ctx, privately, type Reply } from '../chat/command.ts';
import { Refusal } from '../errors.ts';
import { refresh } from '../outbox/live.ts';
import type { Part } from '../platforms/platform.ts';
import { LARGEST, mayBeCalled, TAKEN } from './admit.ts';
import { offerFiles, waitingOf } from './offer.ts';
import { openTo } from './place.ts';
import { offerContent, topicOf } from './views.ts';

/** Files of somebody that wait for being put somewhere: more is a mistake. */
const MOST_WAITING = 30;

/**
 * Somebody sent photos or files. Nothing of them is fetched before it was said what they belong to: one card asks, and
 * what comes soon after joins it.
 */
export function takeIn(ctx: Ctx, parts: readonly Part[]): Reply {
  const { db, now, person } = ctx;
  const large = parts.find(({ size = 0 }) => size > LARGEST);
  if (large) throw new Refusal('limit', `“${large.name}”超过了 20 MB，没有保存。请压缩或拆开后再发。`);
  const strange = parts.find(({ name }) => !mayBeCalled(name));
  if (strange) throw new Refusal('invalid', `“${strange.name}”没有保存。能收的有：${TAKEN}。`);
  if (openTo({ db, now, person }).length === 0) return privately(notTakenCard(parts.length));
  if (waitingOf(db, person.id) + parts.length > MOST_WAITING)
    throw new Refusal('limit', '前面发来的还没有选放到哪里，请先选好再发。');
  const { platform } = ctx.account;
  const { offer, fresh } = offerFiles(db, { person: person.id, platform }, parts, now);
  if (fresh) return { content: offerContent(offer), topic: topicOf(offer), privately: true };
  refresh(db, now, topicOf(offer));
  return {};
}
