import { invalidInput } from '@voltpark/kit/decision';
import { limits } from './limits.js';
import { tidyText } from '@voltpark/contracts/names';
import type { InvalidInput } from './refusals.js';
import type { MaintenanceWindow, StationDetails } from './station.js';

/** Details as people meant them: no spaces around, nothing where nothing is written, planned work in order. */
export function tidyDetails(details: StationDetails): StationDetails {
  return {
    name: tidyText(details.name),
    manufacturer: tidyOrNull(details.manufacturer),
    model: tidyOrNull(details.model),
    serialNumber: tidyOrNull(details.serialNumber),
    warrantyUntil: details.warrantyUntil,
    maintenance: details.maintenance
      .map(({ from, to, note }) => ({ from, to, note: tidyOrNull(note) }))
      .toSorted((a, b) => a.from.getTime() - b.from.getTime()),
  };
}

/** What is wrong with tidy details; null when nothing is. */
export function detailsFault(details: StationDetails): InvalidInput | null {
  const { nameCharacters: most } = limits;
  if (details.name.length < 1 || details.name.length > most) {
    return invalidInput('name', `A name has 1 to ${most} characters.`);
  }
  for (const field of ['manufacturer', 'model', 'serialNumber'] as const) {
    if ((details[field]?.length ?? 0) > most) {
      return invalidInput(field, `This has up to ${most} characters.`);
    }
  }
  return maintenanceFault(details.maintenance);
}

function maintenanceFault(windows: readonly MaintenanceWindow[]): InvalidInput | null {
  if (windows.length > limits.maintenanceWindows) {
    return invalidInput('maintenance', `This is up to ${limits.maintenanceWindows} times.`);
  }
  for (const [index, { from, to, note }] of windows.entries()) {
    if (to <= from) return invalidInput(`maintenance.${index}.to`, 'Work ends after it began.');
    if ((note?.length ?? 0) > limits.reasonCharacters) {
      const message = `A note has up to ${limits.reasonCharacters} characters.`;
      return invalidInput(`maintenance.${index}.note`, message);
    }
  }
  return null;
}

function tidyOrNull(text: string | null): string | null {
  const tidy = text === null ? '' : tidyText(text);
  return tidy === '' ? null : tidy;
}
