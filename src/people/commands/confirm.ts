import { z } from 'zod';
import { claimCard } from '../../../cards/people.ts';
import { type Ctx, type Reply, success, type View } from '../../chat/command.ts';
import { define, parse } from '../../chat/define.ts';
import { IdInput } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { dayOf } from '../../time.ts';
import { accountsOn, type Claim, deciderOf, grant, loadClaim, refuse } from '../claims.ts';
import { findByRef, handleOf } from '../names.ts';
import { mayAnywhere } from '../permit.ts';
import { findPerson, type Person, personOf } from '../store.ts';
import { mayVouch } from '../vouch.ts';
import { PLATFORM_WORDS } from '../words.ts';

const Which = z.object({ claim: IdInput });

/** 是本人, 不是: one tap for whoever was asked. */
export const confirmCommands = [
  define({
    name: 'people.confirm',
    words: [],
    who: 'anyone',
    input: Which.extend({ person: z.string().trim().min(1, '请写明是名册里的哪一位。').optional() }),
    run(ctx, { claim: id, person: ref }) {
      const claim = loadClaim(ctx.db, id);
      if (claim.decidedAt !== null) return already(claim);
      const person = meantBy(ctx, claim, ref);
      demandVoucher(ctx, person);
      if (personOf(ctx.db, claim.platform, claim.account)) {
        throw new Refusal('conflict', '这个账号已经绑定给一位同志了，不用再确认。');
      }
      grant(ctx.db, ctx.now, ctx.person.id, claim, person);
      return { ...drawn(claim), ...success('已确认，账号绑定好了。') };
    },
  }),

  define({
    name: 'people.decline',
    words: [],
    who: 'anyone',
    input: Which,
    run(ctx, { claim: id }) {
      const claim = loadClaim(ctx.db, id);
      if (claim.decidedAt !== null) return already(claim);
      const meant = claim.person === null ? undefined : findPerson(ctx.db, claim.person);
      if (meant) demandVoucher(ctx, meant);
      else if (!mayAnywhere(ctx.db, ctx.person.id, 'administer', dayOf(ctx.now)))
        throw new Refusal('not_allowed', NOT_YOURS);
      refuse(ctx.db, ctx.now, ctx.person.id, claim);
      return { ...drawn(claim), toast: { tone: 'info', text: '已答复对方。' } };
    },
  }),
];

const NOT_YOURS = '这位同志的身份由所在支部的书记或上级党务干部确认。';

function demandVoucher(ctx: Ctx, person: Person): void {
  if (!mayVouch(ctx.db, ctx.person.id, person.id, dayOf(ctx.now)))
    throw new Refusal('not_allowed', NOT_YOURS);
}

/** The one the roster means; where it means nobody, whom the confirmer names. */
function meantBy(ctx: Ctx, claim: Claim, ref: string | undefined): Person {
  const known = claim.person === null ? undefined : findPerson(ctx.db, claim.person);
  if (known) return known;
  if (ref === undefined) throw new Refusal('invalid', '请写明是名册里的哪一位。');
  return findByRef(ctx.db, ref, dayOf(ctx.now));
}

function already(claim: Claim): Reply {
  return { ...drawn(claim), toast: { tone: 'info', text: '这条请求已经有人处理过了。' } };
}

function drawn(claim: Claim): Reply {
  return {
    content: { view: 'people.claim', input: { claim: claim.id } },
    topic: `claim:${claim.id}`,
    privately: true,
  };
}

export const claimView: View = ({ db, now }, input) => {
  const claim = loadClaim(db, parse(Which, input).claim);
  const meant = claim.person === null ? null : handleOf(db, dayOf(now), claim.person);
  return claimCard({
    id: claim.id,
    said: { name: claim.saidName, unit: claim.saidUnit },
    platform: PLATFORM_WORDS[claim.platform],
    accountName: claim.accountName,
    meant,
    replaces: claim.person !== null && accountsOn(db, claim, claim.person).length > 0,
    decided:
      claim.decidedAt === null
        ? null
        : { by: deciderOf(db, claim), granted: claim.granted === true, as: meant },
  });
};
