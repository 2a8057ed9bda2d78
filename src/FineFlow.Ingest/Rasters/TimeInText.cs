using System.Globalization;
using System.Text.RegularExpressions;

namespace FineFlow.Ingest.Rasters;

/// <summary>A time that stands in a band's description or in a file's name.</summary>
/// <param name="Second">Seconds since 1970: of UTC for an instant, otherwise of the clock that it reads.</param>
/// <param name="IsInstant">Whether it has a zone.</param>
/// <param name="Rest">The text around it.</param>
internal sealed partial record TimeInText(long Second, bool IsInstant, string Rest)
{
    private static readonly char[] Separators = [' ', '_', '-', ',', ';', ':', '|', '(', ')'];

    /// <summary>Finds the one time in a text; null where there is none, or where there are several.</summary>
    public static TimeInText? Find(string text)
    {
        var found = Pattern().Matches(text).Select(match => (Match: match, Time: Read(match))).Where(one => one.Time is not null).ToArray();
        return found is [(var match, (var second, var isInstant))]
            ? new(second, isInstant, text.Remove(match.Index, match.Length).Trim(Separators))
            : null;
    }

    private static (long Second, bool IsInstant)? Read(Match match)
    {
        var digits = string.Concat("y", "m", "d").Select(part => match.Groups[$"{part}"].Value);
        var clock = $"{match.Groups["h"].Value}{match.Groups["n"].Value}{match.Groups["s"].Value}".PadRight(6, '0');
        if (!DateTime.TryParseExact(
            string.Concat(digits) + clock, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return null;
        }

        var second = (long)(time - DateTime.UnixEpoch).TotalSeconds;
        return match.Groups["z"] is { Success: true, Value: var zone } ? (second - Offset(zone), true) : (second, false);
    }

    private static long Offset(string zone)
    {
        if (zone is "Z" or "z")
        {
            return 0;
        }

        var hours = int.Parse(zone.AsSpan(1, 2), NumberStyles.None, CultureInfo.InvariantCulture);
        var minutes = int.Parse(zone.AsSpan(zone.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture);
        return (zone[0] == '-' ? -1 : 1) * ((hours * 3600L) + (minutes * 60));
    }

    [GeneratedRegex(
        @"(?<!\d)(?:(?<y>\d{4})-(?<m>\d{2})-(?<d>\d{2})|(?<y>\d{4})(?<m>\d{2})(?<d>\d{2}))"
        + @"(?:[T _-](?<h>\d{2})[:-]?(?<n>\d{2})(?:[:-]?(?<s>\d{2})(?:\.0+)?)?(?<z>[Zz]|[+-]\d{2}:?\d{2})?)?(?!\d)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
