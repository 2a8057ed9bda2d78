using System.Globalization;
using FineFlow.AspNetCore.Problems;
using FineFlow.Core;
using FineFlow.Core.Distributions;
using FineFlow.Engine.Predictions;
using FineFlow.Engine.Registry;
using Microsoft.AspNetCore.Http;

namespace FineFlow.AspNetCore.Requests;

/// <summary>What the query says of an inference: label= or version=, and what is asked for.</summary>
internal sealed record InferenceQuery(VersionChoice Version, AnswerOptions Answer)
{
    /// <summary>Maps of a response at most: those of its samples, and of each as many as quantiles and draws.</summary>
    public const int MostMaps = 256;

    /// <summary>The parameters that choose a version.</summary>
    public static IReadOnlyList<string> VersionNames { get; } = ["label", "version"];

    /// <summary>The parameters that say what is asked for.</summary>
    public static IReadOnlyList<string> AnswerNames { get; } = ["integers", "estimate", "quantiles", "draws", "seed"];

    /// <summary>All parameters.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. VersionNames, .. AnswerNames];

    /// <summary>The parameter of answers that can mark cells as cells without data, which JSON cannot.</summary>
    public const string ZerosAsNodata = "zeros_as_nodata";

    /// <exception cref="ProblemException">A parameter cannot be what it is.</exception>
    public static InferenceQuery Of(HttpRequest request)
    {
        var answer = new AnswerOptions
        {
            Integers = Flag(request, "integers"),
            Estimate = EstimateOf(request.Query["estimate"].ToString()),
            Quantiles = LevelsOf(request.Query["quantiles"].ToString()),
            Draws = (int)Whole(request, "draws", int.MaxValue),
            Seed = Whole(request, "seed", long.MaxValue),
            ZerosAsNodata = Flag(request, ZerosAsNodata),
        };
        var version = new VersionChoice(Label(request), request.Query.TryGetValue("version", out var name) ? name.ToString() : null);
        return new(version, Checked(answer));
    }

    /// <summary>Refuses what contradicts itself.</summary>
    /// <exception cref="ProblemException">A parameter cannot be what it is.</exception>
    public static AnswerOptions Checked(AnswerOptions answer)
    {
        try
        {
            answer.Check();
            return answer;
        }
        catch (BadInputException bad)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, bad.Message, bad.InputSource);
        }
    }

    /// <summary>Returns the metric that a parameter names, the mean map for an empty one.</summary>
    /// <exception cref="ProblemException">There is none of the name.</exception>
    public static EstimateKind EstimateOf(string text) => text switch
    {
        "" or "mean" => EstimateKind.Mean,
        "mae" => EstimateKind.Mae,
        "mape" => EstimateKind.Mape,
        var other => throw Refusal("estimate", other, "mean, mae or mape"),
    };

    /// <summary>Returns the levels that a parameter lists, none for an empty one.</summary>
    /// <exception cref="ProblemException">A part of it is no number.</exception>
    public static double[] LevelsOf(string text) => text.Length == 0
        ? []
        : AnswerOptions.ParseLevels(text)
            ?? throw Refusal("quantiles", text, "numbers between 0 and 1, divided by commas, as 0.05,0.95");

    /// <summary>Refuses what the model cannot answer, and answers that are too large.</summary>
    /// <param name="answer">What is asked for.</param>
    /// <param name="model">The model.</param>
    /// <param name="samples">Samples of the request.</param>
    /// <exception cref="BadInputException">The model does not say how sure it is.</exception>
    /// <exception cref="ProblemException">The answer would hold too many maps.</exception>
    public static void CheckModel(AnswerOptions answer, ServedModel model, int samples = 1)
    {
        answer.CheckModel(model.Card.Model, model.GivesDistribution);
        var maps = samples * (1L + answer.Quantiles.Count + answer.Draws);
        if (maps > MostMaps)
        {
            throw new ProblemException(
                StatusCodes.Status400BadRequest,
                $"the answer would hold {maps} maps, with quantiles and draws; at most {MostMaps} are expected: ask for fewer at a time",
                answer.Draws > 0 ? "draws" : "quantiles");
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

    private static long Whole(HttpRequest request, string name, long largest) => request.Query[name].ToString() switch
    {
        "" => 0,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= largest => number,
        var text => throw Refusal(name, text, $"a whole number from 0 to {largest}"),
    };

    private static ProblemException Refusal(string name, string given, string expected) =>
        new(StatusCodes.Status400BadRequest, $"{name} is '{given}'; {expected} is expected", name);
}
