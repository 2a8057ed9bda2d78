using System.Globalization;
using System.Text.RegularExpressions;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Proposals;

/// <summary>
/// Finds the time zone of a place: that of the nearest city of the system's time zone list (zone1970.tab), if no city of a zone with
/// another clock is nearly as near.
/// </summary>
internal static partial class ZoneOfPlace
{
    private const string List = "/usr/share/zoneinfo/zone1970.tab";

    // A city of another clock must be so much further away.
    private const double Margin = 1.35;

    /// <summary>Returns the name of the zone.</summary>
    /// <exception cref="BadInputException">The place does not tell it, or this system has no such list.</exception>
    public static string Find(BoundingBox box)
    {
        var (latitude, longitude) = ((box.South + box.North) / 2, (box.West + box.East) / 2);
        var zones = File.Exists(List) ? File.ReadLines(List).Select(Zone.Parse).OfType<Zone>().ToList() : [];
        var near = zones.Select(zone => (zone.Name, Distance: zone.Distance(latitude, longitude))).OrderBy(zone => zone.Distance).ToList();
        var likely = near.TakeWhile(zone => zone.Distance <= Margin * near[0].Distance);
        return near.Count > 0 && likely.All(zone => IsSame(zone.Name, near[0].Name))
            ? near[0].Name
            : throw new BadInputException(
                "time zone",
                Ambiguity(near) + "the times are instants, and the city's zone is expected, as America/New_York")
            { Setting = nameof(GridOptions.Zone) };
    }

    private static string Ambiguity(List<(string Name, double Distance)> near) => near.Count == 0
        ? ""
        : $"the place does not tell it ({string.Join(" or ", near.Take(2).Select(zone => zone.Name))}); ";

    /// <summary>Whether the clocks of two zones agree: in winter, in summer, and in their rules.</summary>
    private static bool IsSame(string name, string other) =>
        name == other || TimeZoneInfo.FindSystemTimeZoneById(name).HasSameRules(TimeZoneInfo.FindSystemTimeZoneById(other))
        || Offsets(name).SequenceEqual(Offsets(other));

    /// <summary>Offsets at noon of each month's first day in the last thirty years.</summary>
    private static IEnumerable<TimeSpan> Offsets(string name)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        var first = new DateTimeOffset(2000, 1, 1, 12, 0, 0, TimeSpan.Zero);
        return Enumerable.Range(0, 12 * 25).Select(month => zone.GetUtcOffset(first.AddMonths(month)));
    }

    /// <summary>A zone and its city.</summary>
    private sealed partial record Zone(string Name, double Latitude, double Longitude)
    {
        /// <summary>Reads a line: countries, position as +DDMM+DDDMM or +DDMMSS+DDDMMSS, zone.</summary>
        public static Zone? Parse(string line) =>
            line.Split('\t') is [_, var position, var name, ..] && Position().Match(position) is { Success: true } match
                ? new(name.Trim(), Degrees(match.Groups[1].Value, 2), Degrees(match.Groups[2].Value, 3))
                : null;

        /// <summary>Returns the distance to a place in degrees of a great circle.</summary>
        public double Distance(double latitude, double longitude)
        {
            var (one, other, across) = (Radians(Latitude), Radians(latitude), Radians(Longitude - longitude));
            var (north, east) = (Math.Sin((one - other) / 2), Math.Sin(across / 2));
            var haversine = (north * north) + (Math.Cos(one) * Math.Cos(other) * east * east);
            return 2 * Math.Asin(Math.Min(1, Math.Sqrt(haversine))) * 180 / Math.PI;
        }

        private static double Radians(double degrees) => degrees * Math.PI / 180;

        private static double Degrees(string text, int digits)
        {
            double Part(int from, int length) => from < text.Length
                ? double.Parse(text.AsSpan(from, length), NumberStyles.None, CultureInfo.InvariantCulture)
                : 0;
            var degrees = Part(1, digits) + (Part(1 + digits, 2) / 60) + (Part(3 + digits, 2) / 3600);
            return text[0] == '-' ? -degrees : degrees;
        }

        [GeneratedRegex(@"^([+-]\d{4}(?:\d{2})?)([+-]\d{5}(?:\d{2})?)$")]
        private static partial Regex Position();
    }
}
