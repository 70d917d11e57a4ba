// Three shops that hire out bicycles, a CSV of March's bookings for each, and the notes of a meeting.
// The figures come from a formula: the same in every run, and known here without asking the sandbox.

const cities = ["Chicago", "Los Angeles", "New York"];
const bikes = [
  { name: "city", price: 8.5 },
  { name: "electric", price: 17 },
  { name: "cargo", price: 13.5 },
];
const bookingsPerDay = 8;

interface Booking {
  date: string;
  bike: string;
  hours: number;
  price: number;
}

function bookingsOf(shop: number): Booking[] {
  return Array.from({ length: 31 * bookingsPerDay }, (_, index) => {
    const day = 1 + Math.floor(index / bookingsPerDay);
    const bike = bikes[(index * 5 + day * shop) % bikes.length]!;
    const hours = 1 + ((index * 7 + day * 3 + shop * shop) % (5 + shop));
    return {
      date: `2026-03-${String(day).padStart(2, "0")}`,
      bike: bike.name,
      hours,
      price: bike.price,
    };
  });
}

function csvOf(bookings: readonly Booking[]): string {
  const lines = bookings.map(({ date, bike, hours, price }) => `${date},${bike},${hours},${price}`);
  return `date,bike,hours,price\n${lines.join("\n")}\n`;
}

const shops = cities.map((city, shop) => ({ city, bookings: bookingsOf(shop) }));
const amounts = shops.flatMap(({ bookings }) => bookings.map(({ hours, price }) => hours * price));

/** The number of bookings in all files. */
export const bookingCount: number = amounts.length;

/** The takings of all shops together, written as the report writes them. */
export const totalTakings: string = amounts
  .reduce((sum, amount) => sum + amount, 0)
  .toLocaleString("en-US", { minimumFractionDigits: 2 });

/** The text of each shop's file. */
export const bookingTables: readonly string[] = shops.map(({ bookings }) => csvOf(bookings));

/** Text by path, for the folder that the filesystem server may use. */
export const sampleFiles: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    shops.map(({ city }, index) => [`bookings/${city}.csv`, bookingTables[index]!]),
  ),
  "notes.md": `# Meeting of 2 March

Targets for March: Chicago 9,000, Los Angeles 11,000, New York 14,000.
Takings are hours times price. The report goes to report.md, with today's weather at each shop.
`,
};
