import { expect, it } from 'vitest';
import { ToldFacts } from './told-facts.ts';

interface Page {
  readonly name: string;
  readonly tells: readonly string[];
}

it('looks at no page before somebody asks, at each once, and no further than it has to', () => {
  const looks: string[] = [];
  const told = new ToldFacts<Page>(({ name, tells }) => {
    const look = (fact: string): boolean => {
      looks.push(`${fact} of ${name}`);
      return tells.includes(fact);
    };
    return {
      get phone() {
        return look('phone');
      },
      get email() {
        return look('email');
      },
      get description() {
        return look('description');
      },
    };
  });
  told.add({ name: 'home', tells: ['email'] });
  expect(looks).toEqual([]);
  expect(told.isReachable).toBe(true);
  expect(looks).toEqual(['email of home']);
  expect(told.isWellReachable).toBe(false);
  expect(told.isDescribed).toBe(false);
  told.add({ name: 'contact', tells: ['phone', 'description'] });
  expect(told.isWellReachable).toBe(true);
  expect(told.isDescribed).toBe(true);
  told.add({ name: 'team', tells: [] });
  expect(told.isReachable && told.isWellReachable && told.isDescribed).toBe(true);
  expect(looks).toEqual([
    'email of home',
    'phone of home',
    'description of home',
    'phone of contact',
    'description of contact',
  ]);
});
