import type { Dated } from '../api/types';
import { t } from '../text/text.svelte';

/** What follows a name: "cumple 5 años con nosotros". */
export const occasion = ({ celebration, years }: Pick<Dated, 'celebration' | 'years'>): string =>
  t(`date-${celebration}`, { n: years ?? 0 });
