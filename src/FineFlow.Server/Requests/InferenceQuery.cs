using FineFlow.Engine.Registry;
using FineFlow.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace FineFlow.Server.Requests;

/// <summary>What the query says of an inference: label= or version=, integers=.</summary>
internal sealed record InferenceQuery(VersionChoice Version, bool Integers)
{
    /// <summary>The parameters that choose a version.</summary>
    public static IReadOnlyList<string> VersionNames { get; } = ["label", "version"];

    /// <summary>All parameters.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. VersionNames, "integers"];

    /// <exception cref="ProblemException">A parameter cannot be what it is.</exception>
    public static InferenceQuery Of(HttpRequest request) => new(
        new VersionChoice(Label(request), request.Query.TryGetValue("version", out var version) ? version.ToString() : null),
        Flag(request, "integers"));

    private static VersionLabel Label(HttpRequest request) => request.Query["label"].ToString() switch
    {
        "" or "stable" => VersionLabel.Stable,
        "canary" => VersionLabel.Canary,
        var other =>
            throw new ProblemException(StatusCodes.Status400BadRequest, $"label is '{other}'; stable or canary is expected", "label"),
    };

    private static bool Flag(HttpRequest request, string name) => request.Query[name].ToString() switch
    {
        "" or "false" => false,
        "true" => true,
        var other => throw new ProblemException(StatusCodes.Status400BadRequest, $"{name} is '{other}'; true or false is expected", name),
    };
}
