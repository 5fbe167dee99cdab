/** For a button or a line: the beginning of a text, with an ellipsis where it is cut. */
export function brief(text: string, most: number): string {
  const signs = [...text];
  return signs.length > most ? `${signs.slice(0, most - 1).join('')}…` : text;
}
