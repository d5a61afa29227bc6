import { getProvinces, getRegencies } from 'idn-area-data';

export type Area = { code: string; name: string };
export type Province = Area & { regencies: Area[] };

let loaded: Promise<Province[]> | undefined;

/** Every regency and city by province, with the codes of the ministry of home affairs; read once for each process. */
export function listProvinces(): Promise<Province[]> {
  return (loaded ??= load());
}

async function load(): Promise<Province[]> {
  const [provinces, regencies] = await Promise.all([getProvinces(), getRegencies()]);
  return provinces.map((province) => ({
    code: province.code,
    name: inTitleCase(province.name),
    regencies: regencies
      .filter((regency) => regency.code.startsWith(`${province.code}.`))
      .map((regency) => ({ code: regency.code, name: inTitleCase(regency.name) })),
  }));
}

/** What a code names, or the code itself where the list does not know it. */
export async function areaName(code: string): Promise<string> {
  for (const province of await listProvinces()) {
    if (province.code === code) return province.name;
    const regency = province.regencies.find((one) => one.code === code);
    if (regency) return regency.name;
  }
  return code;
}

export async function isRegency(code: string): Promise<boolean> {
  return (await listProvinces()).some((province) => province.regencies.some((regency) => regency.code === code));
}

/** The list is in capitals; DKI and DI stay so. */
function inTitleCase(name: string): string {
  return name
    .toLowerCase()
    .replace(/(^|[\s-])\p{L}/gu, (start) => start.toUpperCase())
    .replace(/^(Dki|Di) /, (word) => word.toUpperCase());
}
