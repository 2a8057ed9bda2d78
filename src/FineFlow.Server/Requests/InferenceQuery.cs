using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Distributions;
using FineFlow.Engine.Predictions;
using FineFlow.Engine.Registry;
using FineFlow.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace FineFlow.Server.Requests;

/// <summary>What the query says of an inference: label= or version=, and what is asked for.</summary>
internal sealed record InferenceQuery(VersionChoice Version, AnswerOptions Answer)
{
    /// <summary>Maps of a response at most: those of its samples, and of each as many as quantiles and draws.</summary>
    public const int MostMaps = 256;

    /// <summary>The parameters that choose a version.</summary>
    public static IReadOnlyList<string> VersionNames { get; } = ["label", "version"];

    /// <summary>All parameters.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. VersionNames, "integers", "estimate", "quantiles", "draws", "seed"];

    /// <summary>The parameter of answers that can mark cells as cells without data, which JSON cannot.</summary>
    public const string ZerosAsNodata = "zeros_as_nodata";

    /// <exception cref="ProblemException">A parameter cannot be what it is.</exception>
    public static InferenceQuery Of(HttpRequest request)
    {
        var answer = new AnswerOptions
        {
            Integers = Flag(request, "integers"),
            Estimate = Estimate(request),
            Quantiles = Levels(request),
            Draws = (int)Whole(request, "draws", int.MaxValue),
            Seed = Whole(request, "seed", long.MaxValue),
            ZerosAsNodata = Flag(request, ZerosAsNodata),
        };
        var version = new VersionChoice(Label(request), request.Query.TryGetValue("version", out var name) ? name.ToString() : null);
        try
        {
            answer.Check();
        }
        catch (BadInputException bad)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, bad.Message, bad.InputSource);
        }

        return new(version, answer);
    }

    /// <summary>Refuses what the model cannot answer, and answers that are too large.</summary>
    /// <param name="model">The model.</param>
    /// <param name="samples">Samples of the request.</param>
    /// <exception cref="BadInputException">The model does not say how sure it is.</exception>
    /// <exception cref="ProblemException">The answer would hold too many maps.</exception>
    public void Check(LoadedModel model, int samples = 1)
    {
        Answer.CheckModel(model.Card.Model, model.GivesDistribution);
        var maps = samples * (1L + Answer.Quantiles.Count + Answer.Draws);
        if (maps > MostMaps)
        {
            throw new ProblemException(
                StatusCodes.Status400BadRequest,
                $"the answer would hold {maps} maps, with quantiles and draws; at most {MostMaps} are expected: ask for fewer at a time",
                Answer.Draws > 0 ? "draws" : "quantiles");
        }
    }

    private static VersionLabel Label(HttpRequest request) => request.Query["label"].ToString() switch
    {
        "" or "stable" => VersionLabel.Stable,
        "canary" => VersionLabel.Canary,
        var other => throw Refusal("label", other, "stable or canary"),
    };

    private static bool Flag(HttpRequest request, string name) => request.Query[name].ToString() switch
    {
        "" or "false" => false,
        "true" => true,
        var other => throw Refusal(name, other, "true or false"),
    };

    private static EstimateKind Estimate(HttpRequest request) => request.Query["estimate"].ToString() switch
    {
        "" or "mean" => EstimateKind.Mean,
        "mae" => EstimateKind.Mae,
        "mape" => EstimateKind.Mape,
        var other => throw Refusal("estimate", other, "mean, mae or mape"),
    };

    private static double[] Levels(HttpRequest request)
    {
        if (request.Query["quantiles"].ToString() is not { Length: > 0 } text)
        {
            return [];
        }

        return AnswerOptions.ParseLevels(text)
            ?? throw Refusal("quantiles", text, "numbers between 0 and 1, divided by commas, as 0.05,0.95");
    }

    private static long Whole(HttpRequest request, string name, long largest) => request.Query[name].ToString() switch
    {
        "" => 0,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= largest => number,
        var text => throw Refusal(name, text, $"a whole number from 0 to {largest}"),
    };

    private static ProblemException Refusal(string name, string given, string expected) =>
        new(StatusCodes.Status400BadRequest, $"{name} is '{given}'; {expected} is expected", name);
}
