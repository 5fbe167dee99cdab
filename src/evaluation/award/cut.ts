/** How somebody stands among the places there are: within them, beyond them, or level with others across the last. */
export type Place = 'within' | 'tied' | 'beyond';

export const PLACE_WORDS: Record<Place, string> = {
  within: '按票数在名额内',
  tied: '与他人同票，名额不够，待研究',
  beyond: '按票数在名额外',
};

/** Where the cut falls by votes in favour. Those level with each other are never parted: that is for people to decide. */
export function cutOf(places: number, votes: ReadonlyMap<number, number>): Map<number, Place> {
  const all = [...votes.values()];
  return new Map(
    [...votes].map(([subject, own]) => {
      const above = all.filter((other) => other > own).length;
      const level = all.filter((other) => other === own).length;
      if (above >= places) return [subject, 'beyond'];
      return [subject, above + level <= places ? 'within' : 'tied'];
    }),
  );
}
