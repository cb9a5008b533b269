/**
 * How long a stage may wait for its turn: with a host that other rows visit, with a server that allows few
 * calls a minute. Every request ends by itself, and so does every wait; this is for what nobody thought of.
 * Minutes would not do: rows of one host wait for each other, and would all fail together.
 */
export const PATIENT_DEADLINE_MS = 6 * 3_600_000;
