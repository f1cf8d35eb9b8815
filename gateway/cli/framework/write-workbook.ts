import ExcelJS from 'exceljs';
import { HEAD_ROWS, NAMES_ROW, type Sheet } from '../../../shared/catalogue/workbook/sheet.ts';

const NARROW = 14;
const WIDE = 44;

/** The bytes of an .xlsx file with these sheets; every cell is text, so that `0.90` stays `0.90`. */
export async function writeWorkbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  for (const { name, rows } of sheets) {
    const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: HEAD_ROWS }] });
    for (const [index, row] of rows.entries()) addRow(sheet, row, index);
    (rows[0] ?? []).forEach((_title, index) => {
      sheet.getColumn(index + 1).width = rows.some((row) => (row[index] ?? '').length > NARROW) ? WIDE : NARROW;
    });
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

function addRow(sheet: ExcelJS.Worksheet, texts: readonly string[], index: number): void {
  const row = sheet.getRow(index + 1);
  texts.forEach((text, column) => {
    if (text === '') return;
    const cell = row.getCell(column + 1);
    cell.value = text;
    cell.numFmt = '@';
    if (text.includes('\n')) cell.alignment = { wrapText: true, vertical: 'top' };
    if (index === 0) cell.font = { bold: true };
    else if (index === NAMES_ROW || index < HEAD_ROWS) cell.font = { color: { argb: 'FF808080' }, size: 9 };
  });
  row.commit();
}
