using System.Globalization;
using FineFlow.AspNetCore.Problems;
using FineFlow.Core.Datasets;
using Microsoft.AspNetCore.Http;

namespace FineFlow.AspNetCore.Requests;

/// <summary>
/// What a binary body cannot hold and the query does: shape=C,H,W, external=1,2,.., time=, bounding_box=west,south,east,north,
/// below=K.
/// </summary>
internal sealed record SampleQuery(int[]? Shape, float[]? External, DateTime? Time, BoundingBox? BoundingBox, int? Below)
{
    /// <summary>All parameters.</summary>
    public static IReadOnlyList<string> Names { get; } = ["shape", "external", "time", "bounding_box", "below"];

    /// <exception cref="ProblemException">A parameter cannot be read.</exception>
    public static SampleQuery Of(HttpContext http)
    {
        var query = http.Request.Query;
        return new(
            Parse(query, "shape", Whole, "whole numbers, as 1,32,32"),
            Parse(query, "external", Single, "seven numbers, divided by commas"),
            ParseTime(query),
            Parse(query, "bounding_box", Degrees, "west,south,east,north") is { } edges ? Box(edges) : null,
            ParseBelow(query));
    }

    private static T[]? Parse<T>(IQueryCollection query, string name, Func<string, T?> parse, string expected)
        where T : struct
    {
        if (!query.TryGetValue(name, out var text))
        {
            return null;
        }

        var values = text.ToString().Split(',').Select(parse).ToArray();
        return values.Contains(null) ? throw Refusal(name, expected) : [.. values.Select(value => value!.Value)];
    }

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static float? Single(string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>In double precision: as floats, degrees are off by a metre.</summary>
    private static double? Degrees(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static DateTime? ParseTime(IQueryCollection query)
    {
        if (!query.TryGetValue("time", out var text))
        {
            return null;
        }

        return DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? time
            : throw Refusal("time", "ISO 8601, as 2026-03-02T08:00:00");
    }

    private static int? ParseBelow(IQueryCollection query) => query.TryGetValue("below", out var text)
        ? Whole(text.ToString()) ?? throw Refusal("below", "a whole number")
        : null;

    private static BoundingBox Box(double[] edges) => edges is [var west, var south, var east, var north]
        ? new() { West = west, South = south, East = east, North = north }
        : throw Refusal("bounding_box", "west,south,east,north");

    private static ProblemException Refusal(string name, string expected) =>
        new(StatusCodes.Status400BadRequest, $"the query's {name} cannot be read; expected {expected}", name);
}
