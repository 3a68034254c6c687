import type { Group, Stage } from '../api/types';

export const STAGES: readonly Stage[] = ['opening', 'performing', 'closing', 'every-moment'];
export const GROUPS: readonly Group[] = ['recibir', 'resolver', 'entregar', 'trato', 'mejorar'];
