import { z } from 'zod';
import type { Card } from '../../cards/card.ts';
import {
  askingCard,
  fetchingCard,
  filedCard,
  forgottenCard,
  unfetchedCard,
  withdrawnCard,
} from '../../cards/files.ts';
import type { View } from '../chat/command.ts';
import type { Content } from '../outbox/store.ts';
import { findPerson } from '../people/store.ts';
import { findOffer, type Offer, sentIn } from './offer.ts';
import { type Look, openTo, placeNamed, type Target } from './place.ts';
import { linksCard } from './show.ts';
import { filesFrom } from './store.ts';

const OfOffer = z.object({ offer: z.number() });

export function offerContent(offer: number): Content {
  return { view: 'files.offer', input: { offer } };
}

export function topicOf(offer: number): string {
  return `files:${offer}`;
}

/** Pressed at once; the rest stands in a form behind 其他事项. */
const NEAREST = 5;

const offerView: View = ({ db, now, reader }, input) => {
  const { offer: id } = OfOffer.parse(input);
  const person = reader === null ? undefined : findPerson(db, reader);
  return person ? offerCard({ db, now, person }, id) : forgottenCard();
};

/** What was sent together, from the question what it belongs to until it is there. */
export function offerCard(look: Look, id: number): Card {
  const offer = findOffer(look.db, id);
  const all = filesFrom(look.db, id).filter(({ by }) => by === look.person.id);
  const kept = all.filter(({ withdrawnAt }) => withdrawnAt === null);
  if (offer && offer.person !== look.person.id) return forgottenCard();
  const sent = offer ? sentIn(look.db, id) : [];
  if (offer?.place === null) return asking(look, offer, sent.length);
  const [first] = all;
  const target = offer?.place != null && offer.ref !== null ? { place: offer.place, ref: offer.ref } : first;
  const found = target && placeNamed(target.place)?.find(look, target.ref);
  if (!target || !found) return forgottenCard();
  const failed = sent.flatMap(({ failed }) => failed ?? []);
  const waiting = sent.length - failed.length;
  if (all.length > 0 && kept.length === 0 && waiting === 0) return withdrawnCard(found.label);
  if (kept.length === 0 && waiting === 0) return unfetchedCard(found.label, failed);
  const { place, ref } = target;
  if (kept.length === 0) return fetchingCard(found.label, waiting, { place, ref });
  const names = kept.map(({ name }) => name);
  return filedCard({
    label: found.label,
    names,
    waiting,
    failed,
    target: { place, ref },
    action: found.action,
  });
}

function asking(look: Look, { id }: Offer, files: number): Card {
  const choices = openTo(look).map(({ place, ref, label }) => ({ label, target: { place, ref } }));
  return askingCard(id, files, choices.slice(0, NEAREST), choices.length > NEAREST);
}

const OfTarget = z.object({ place: z.string(), ref: z.string() });

/** Drawn when it is sent, for its reader: neither a link nor a name is kept with the message. */
export function linksContent({ place, ref }: Target): Content {
  return { view: 'files.links', input: { place, ref } };
}

const linksView: View = ({ db, now, settings, reader }, input) => {
  const person = reader === null ? undefined : findPerson(db, reader);
  return person ? linksCard({ db, now, person }, settings, OfTarget.parse(input)) : forgottenCard();
};

export const fileViews: Record<string, View> = { 'files.offer': offerView, 'files.links': linksView };
