using System.Text.Json;
using FineFlow.AspNetCore.Datasets;
using FineFlow.AspNetCore.Json;
using FineFlow.Outputs.Zones;

namespace FineFlow.AspNetCore.Responses;

/// <summary>A format of the flow in zones.</summary>
/// <param name="Name">The value of <c>format=</c> that chooses it.</param>
/// <param name="MediaType">The value of <c>Accept</c> that chooses it.</param>
/// <param name="Write">Writes an answer.</param>
internal sealed record ZoneFormat(string Name, string MediaType, Action<Stream, ZoneAnswer> Write) : IAnswerFormat
{
    /// <summary>All formats; the first is the default.</summary>
    public static IReadOnlyList<ZoneFormat> All { get; } =
    [
        new("json", "application/json", (stream, answer) => JsonSerializer.Serialize(stream, ZonesResponse.Of(answer), ApiJson.Options)),
        new("csv", "text/csv", (stream, answer) => ZoneCsv.Write(stream, answer.Totals)),
        new("geojson", "application/geo+json", (stream, answer) => ZoneGeoJson.Write(stream, answer.Totals)),
    ];
}
