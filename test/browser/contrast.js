/**
 * Every visible text of a page that does not stand out enough from what is behind it: WCAG 2.2 AA, 4.5 to 1, or
 * 3 to 1 for large text. Of a gradient the worst colour counts. Evaluates to sentences.
 */
(() => {
  const faint = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility({ opacityProperty: true })) continue;
    if (['SCRIPT', 'NOSCRIPT', 'OPTION'].includes(element.tagName) || element.closest('.unseen')) continue;
    judge(element, getComputedStyle(element).color);
  }
  for (const input of document.querySelectorAll('input[placeholder], textarea[placeholder]')) {
    if (input.checkVisibility()) judge(input, getComputedStyle(input, '::placeholder').color);
  }
  return [...faint.values()];

  function judge(element, colour) {
    const style = getComputedStyle(element);
    const size = Number.parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    for (const behind of backgrounds(element)) {
      const ratio = contrast(over(parse(colour), behind), behind);
      if (ratio >= (large ? 3 : 4.5)) continue;
      const name = `${element.tagName.toLowerCase()}.${element.className}`;
      faint.set(name, `${name} “${element.textContent.trim().slice(0, 20)}” ${ratio.toFixed(2)}`);
    }
  }

  function backgrounds(element) {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      const stops = (style.backgroundImage.match(/rgba?\([^)]*\)/g) ?? []).map(parse);
      const plain = parse(style.backgroundColor);
      layers.push(stops.length > 0 ? stops : [plain]);
      if (stops.length > 0 || plain[3] === 1) break;
    }
    layers.push([[255, 255, 255, 1]]);
    return layers.reduceRight(
      (below, above) => below.flatMap((base) => above.map((colour) => over(colour, base))),
      [[255, 255, 255, 1]],
    );
  }

  function parse(colour) {
    const [red, green, blue, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    return [red, green, blue, alpha];
  }

  function over([red, green, blue, alpha], [r, g, b]) {
    const mix = (above, below) => above * alpha + below * (1 - alpha);
    return [mix(red, r), mix(green, g), mix(blue, b), 1];
  }

  function contrast(one, other) {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  }

  function luminance([red, green, blue]) {
    const [r, g, b] = [red, green, blue].map((channel) => {
      const part = channel / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
})();
