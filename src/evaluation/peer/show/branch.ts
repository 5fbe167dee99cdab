import { type Action, type Card, press } from '../../../../cards/card.ts';
import { peerBranchCard } from '../../../../cards/evaluation/peer.ts';
import type { Ctx } from '../../../chat/command.ts';
import { attached } from '../../../files/show.ts';
import { handleOf } from '../../../people/names.ts';
import { may } from '../../../people/permit.ts';
import { dayOf, saySoon, timeOf } from '../../../time.ts';
import { decisionOf } from '../../decision.ts';
import type { Round } from '../../round.ts';
import { combined, meanOf, sectionCents } from '../../score.ts';
import { type Note, sheetsAbout } from '../../sheet.ts';
import { type Named, nameOf } from '../../subject.ts';
import { levelNamed } from '../../template.ts';
import { totalWord } from '../../words.ts';
import { VISIT } from '../place.ts';
import { stopsOf } from '../store.ts';

/**
 * A branch in a round. Its own people see when they are visited, and what is published; the round's committee sees
 * how it stands. Remarks go without the names of those who wrote them.
 */
export function branchCard(ctx: Ctx, round: Round, subject: Named): Card {
  const { db } = ctx;
  const today = dayOf(ctx.now);
  const administers = may(db, ctx.person.id, 'administer', round.unit, today);
  const results =
    administers || (round.publishedAt !== null && may(db, ctx.person.id, 'oversee', subject.unit, today));
  const stop = stopsOf(db, round.id).find((one) => one.subject === subject.id);
  const decision = decisionOf(db, subject.id);
  const sheets = results ? sheetsAbout(db, round, subject.id) : [];
  const notes = sheets.flatMap((sheet) => sheet.notes);
  const level =
    decision && (round.publishedAt !== null || administers)
      ? levelNamed(round.template, decision.level)
      : null;
  const files = attached(ctx, { place: VISIT, ref: String(subject.id) });
  const contact = subject.contact !== null && (administers || round.publishedAt !== null);
  return peerBranchCard({
    title: round.title,
    branch: nameOf(db, round, subject),
    facts: {
      观摩时间: stop ? `${saySoon(stop.startsAt)}—${timeOf(stop.endsAt)}` : '还没有安排',
      ...(sheets.length > 0 && {
        评分表: `${sheets.length} 份`,
        平均分: totalWord(combined(round.template, sheets)),
      }),
      ...(level && { 评定: level.name }),
      ...(contact && subject.contact !== null && { 联系领导: handleOf(db, today, subject.contact) }),
      ...Object.fromEntries(files.facts.map(({ label, value }) => [label, value])),
    },
    themes:
      sheets.length > 0
        ? round.template.sections.map((section) => ({
            theme: section.name,
            mean: totalWord(meanOf(sheets.map(({ marks }) => sectionCents(section, marks)))),
          }))
        : [],
    remarks: [
      { title: '亮点', lines: linesOf(round, notes, 'achievement') },
      { title: '问题', lines: linesOf(round, notes, 'issue') },
    ],
    actions: [...(administers ? administering(subject, sheets.length > 0) : []), ...files.actions],
  });
}

function administering(subject: Named, scored: boolean): Action[] {
  const id = { subject: subject.id };
  return [
    ...(scored ? [press('评定', 'peer.decideForm', id)] : []),
    press('联系领导', 'peer.contactForm', id),
    press('提出问题', 'issue.raiseForm', id),
  ];
}

function linesOf(round: Round, notes: readonly Note[], kind: Note['kind']): string[] {
  const lines = notes
    .filter((one) => one.kind === kind)
    .map(
      ({ theme, text }) => `${round.template.sections.find(({ id }) => id === theme)?.name ?? ''}：${text}`,
    );
  return [...new Set(lines)].toSorted();
}
