import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../../shared/catalogue/load-catalogue.ts';
import { FrameworkRegister } from '../../framework/framework-register.ts';
import { ChangeReach } from './change-reach.ts';

const reach = new ChangeReach(new FrameworkRegister(loadCatalogue()));

describe('what a change can touch', () => {
  it('is the evaluation of its own year where nothing grows from it', () => {
    expect(reach.yearsTouched('district', 'in-five-year-plan', 2024)).toEqual([2024]);
  });

  it('is the next year too where it is a base of growth, and no year that nobody judges', () => {
    expect(reach.yearsTouched('district', 'technicians', 2024)).toEqual([2024, 2025]);
    expect(reach.yearsTouched('district', 'technicians', 2025)).toEqual([2025]);
    expect(reach.yearsTouched('district', 'technicians', 2022)).toEqual([2023]);
  });

  it('is the whole term of office where it is elected', () => {
    expect(reach.yearsTouched('district', 'worker-delegates', 2021)).toEqual([2023, 2024, 2025]);
    expect(reach.yearsTouched('district', 'worker-delegates', 2017)).toEqual([]);
  });

  it('is nothing where no framework judges the subject or has the measure', () => {
    expect(reach.yearsTouched('enterprise', 'technicians', 2025)).toEqual([]);
    expect(reach.yearsTouched('district', 'unheard-of', 2025)).toEqual([]);
  });
});
