/** How often a generated test runs: a little each time, very often in a campaign (`python3 dev.py campaign generated`). */
export const rounds = (few: number): number => Math.ceil(few * Number(process.env['PLAYBOOK_TIMES'] ?? 0.2));
