/** Why a row was not measured on this machine; not a failure. */
export class Skipped extends Error {}
