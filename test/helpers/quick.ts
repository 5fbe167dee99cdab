import { registerHooks } from 'node:module';

/**
 * Makes a start twice as fast: Node reads drizzle-orm's package.json (180 KB) anew for each of its hundred files, only
 * to learn that they are modules.
 */
registerHooks({
  resolve(specifier, context, next) {
    const { parentURL } = context;
    if (!specifier.startsWith('.') || !parentURL?.includes('/node_modules/drizzle-orm/'))
      return next(specifier, context);
    return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true };
  },
});
