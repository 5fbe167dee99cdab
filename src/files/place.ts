import type { Press } from '../../cards/card.ts';
import type { Ctx } from '../chat/command.ts';
import { isBranch, unitsUnder } from '../people/permit.ts';
import { findUnit, type Unit } from '../people/store.ts';
import { type Day, dayOf } from '../time.ts';

/** Who looks, and when. */
export type Look = Pick<Ctx, 'db' | 'now' | 'person'>;

/** A thing that photos and files can be put to. `place` is its kind, `ref` which one. */
export interface Target {
  place: string;
  ref: string;
}

/** Something that is open to somebody. */
export interface Choice {
  ref: string;
  /** `整改：活动室漏水`. */
  label: string;
  /** Its last day, or the day it is about: what is nearest is offered first. */
  day: Day | null;
}

/** A kind of thing that takes files. A noun adds its own as it is loaded. */
export interface Place {
  name: string;
  /** What somebody may put files to now: it is their part, and it is not over. */
  open(look: Look): Choice[];
  /** What one is called, and what is pressed to look at it; undefined: there is none any more. */
  find(look: Look, ref: string): { label: string; action: Press } | undefined;
  /** Whether somebody sees what was put to it: as they see the thing itself. */
  maySee(look: Look, ref: string): boolean;
  /** Nobody is told who put it there. */
  nameless?: true;
}

const places = new Map<string, Place>();

export function addPlace(place: Place): void {
  places.set(place.name, place);
}

export function placeNamed(name: string): Place | undefined {
  return places.get(name);
}

/** Everything that is open to somebody, the nearest first. */
export function openTo(look: Look): (Choice & Target)[] {
  const all = [...places.values()].flatMap((place) =>
    place.open(look).map((choice) => ({ ...choice, place: place.name })),
  );
  return all.toSorted((a, b) => (a.day ?? LAST).localeCompare(b.day ?? LAST));
}

const LAST = '9999-12-31';

export function isOpenTo(look: Look, { place, ref }: Target): boolean {
  return (
    placeNamed(place)
      ?.open(look)
      .some((choice) => choice.ref === ref) === true
  );
}

/** The units that somebody's own posts let them organise; an administrator above stands in for nobody here. */
export function ownUnits({ db, now, person }: Look): Unit[] {
  return unitsUnder(db, person.id, 'organise', dayOf(now)).flatMap(({ id }) => findUnit(db, id) ?? []);
}

export function ownBranches(look: Look): Unit[] {
  return ownUnits(look).filter(({ kind }) => isBranch(kind));
}
