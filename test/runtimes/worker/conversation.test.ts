import { test } from 'vitest';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { holdConversation } from '../conversation.ts';
import { app, found } from './orgs.ts';

test('the main conversation passes through the worker and its object', async () => {
  await found('hall', TWO_BRANCHES);
  await holdConversation(app);
});
