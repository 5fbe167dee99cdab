import type { View } from '../chat/command.ts';
import { starViews } from './star/commands/decide.ts';

export const evaluationViews: Record<string, View> = { ...starViews };
