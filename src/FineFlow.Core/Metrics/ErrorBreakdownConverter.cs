using System.Text.Json;
using System.Text.Json.Serialization;

namespace FineFlow.Core.Metrics;

/// <summary>A breakdown as a JSON object: the sums of the samples are one list a term, by the term's key.</summary>
internal sealed class ErrorBreakdownConverter : JsonConverter<ErrorBreakdown>
{
    public override ErrorBreakdown Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var document = JsonSerializer.Deserialize<Document>(ref reader, options) ?? throw new JsonException("expected an object");
        return new()
        {
            Truth = document.Truth,
            SampleCells = document.SampleCells,
            SampleSums = SamplesOf(document, options),
            Time = document.Time,
            Weekdays = document.Weekdays,
            FlowClasses = document.FlowClasses,
            Hours = document.Hours,
        };
    }

    public override void Write(Utf8JsonWriter writer, ErrorBreakdown value, JsonSerializerOptions options) => JsonSerializer.Serialize(
        writer,
        new Document(value.Truth, value.SampleCells, value.FlowClasses, value.Hours, value.Time, value.Weekdays)
        {
            Sums = MetricCatalog.Terms.Index()
                .Select(term => (term.Item.Key, Values: value.SampleSums.Select(sample => sample.Terms[term.Index]).ToArray()))
                .Where(term => term.Values.All(double.IsFinite))
                .ToDictionary(term => term.Key, term => JsonSerializer.SerializeToElement(term.Values, options)),
        },
        options);

    private static CellSums[] SamplesOf(Document document, JsonSerializerOptions options)
    {
        var columns = MetricCatalog.Terms
            .Select(term => document.Sums?.TryGetValue(term.Key, out var list) == true ? list.Deserialize<double[]>(options) : null)
            .ToList();
        var samples = columns.FirstOrDefault(column => column is not null)?.Length
            ?? throw new JsonException("the sums of the samples are missing");
        if (columns.Exists(column => column is not null && column.Length != samples))
        {
            throw new JsonException("the sums of the samples are lists of different lengths");
        }

        return [.. Enumerable.Range(0, samples).Select(sample =>
            new CellSums(document.SampleCells, [.. columns.Select(column => column?[sample] ?? double.NaN)]))];
    }

    private sealed record Document(
        string Truth,
        int SampleCells,
        IReadOnlyList<FlowClassErrors> FlowClasses,
        IReadOnlyList<HourErrors> Hours,
        IReadOnlyList<long>? Time = null,
        IReadOnlyList<int>? Weekdays = null)
    {
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Sums { get; set; }
    }
}
