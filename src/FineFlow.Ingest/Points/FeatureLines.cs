using System.Text;
using System.Text.Json;
using FineFlow.Core;
using FineFlow.Core.GeoJson;

namespace FineFlow.Ingest.Points;

/// <summary>GeoJSON with a feature a line, also with a record separator before each (RFC 8142).</summary>
internal static class FeatureLines
{
    private const char RecordSeparator = '\x1E';

    /// <summary>Reads the features, one after the other.</summary>
    /// <exception cref="BadInputException">A line is no JSON.</exception>
    public static IEnumerable<JsonElement> Read(Stream stream, string name)
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
        for (var number = 1L; JsonFailures.Guard(name, reader.ReadLine) is { } line; number++)
        {
            var text = line.TrimStart(RecordSeparator);
            if (!string.IsNullOrWhiteSpace(text))
            {
                var place = FormattableString.Invariant($"line {number}: ");
                yield return JsonFailures.Guard(name, () => JsonElement.Parse(text, JsonFailures.Strict), place);
            }
        }
    }
}
