using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FineFlow.Core;
using FineFlow.Core.Settings;

namespace FineFlow.Experiments.Plans;

/// <summary>
/// An experiment's file: JSON with comments, with the command at its head. Files in the repository's <c>experiments/</c> are part of the
/// program and are found by name; other files are found by path.
/// </summary>
internal sealed record ExperimentFile
{
    /// <summary>The format version that FineFlow reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>File extension of experiments.</summary>
    public const string Ending = ".jsonc";

    private static readonly JsonSerializerOptions Json = new(JsonStyle.Document)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Format version of this document.</summary>
    public required int Format { get; init; }

    /// <summary>The experiment's name.</summary>
    public required string Name { get; init; }

    /// <summary>The title of its tables.</summary>
    public required string Title { get; init; }

    /// <summary>The tables and figures of its results.</summary>
    public required ExperimentView View { get; init; }

    /// <summary>The recipe of all trainings; a budget may shorten it.</summary>
    public string Recipe { get; init; } = "common";

    /// <summary>The models, by their names in the catalog, in the order of the table.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>The model that the others are compared with.</summary>
    public string Ours { get; init; } = "plgf";

    /// <summary>Variants of each model; empty for the models alone. The others are compared with the first.</summary>
    public IReadOnlyList<Variant> Variants { get; init; } = [];

    /// <summary>Settings to sweep, one at a time, each with its values. Every value is a variant.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<JsonNode>> Sweeps { get; init; } = new Dictionary<string, IReadOnlyList<JsonNode>>();

    /// <summary>Budgets by name.</summary>
    public required IReadOnlyDictionary<string, Budget> Budgets { get; init; }

    /// <summary>Published results to print beside FineFlow's: [MSE, MAE, MAPE] by dataset name and row.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<double>>> Published { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<double>>>();

    /// <summary>The data of the published results, by dataset name. They are printed only beside results on the same data.</summary>
    public IReadOnlyDictionary<string, PublishedData> PublishedOn { get; init; } = new Dictionary<string, PublishedData>();

    /// <summary>The text that it was read from.</summary>
    [JsonIgnore]
    public string Text { get; private init; } = "";

    /// <summary>Names of the experiments that are part of the program.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.EndsWith(Ending, StringComparison.Ordinal))
            .Select(name => name[..^Ending.Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads an experiment by name or from a file.</summary>
    /// <exception cref="BadInputException">The experiment does not exist or is invalid.</exception>
    public static ExperimentFile Read(string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        return Parse(nameOrPath, TextOf(nameOrPath));
    }

    /// <summary>Parses and validates the text of an experiment file.</summary>
    internal static ExperimentFile Parse(string source, string text)
    {
        try
        {
            var file = JsonSerializer.Deserialize<ExperimentFile>(text, Json)
                ?? throw new BadInputException(source, "is null; expected an experiment");
            BadInputException.Within(source, () =>
            {
                ExperimentRules.Check(file);
                return file;
            });
            return file with { Text = text };
        }
        catch (JsonException failure)
        {
            throw new BadInputException(source, $"line {failure.LineNumber + 1}: {failure.Message.Split(" Path:")[0]}", failure);
        }
    }

    private static string TextOf(string nameOrPath)
    {
        if (Names.Contains(nameOrPath))
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(nameOrPath + Ending)!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }

        if (!File.Exists(nameOrPath))
        {
            throw new BadInputException(
                $"experiment '{nameOrPath}'",
                $"is neither a file nor one of {string.Join(", ", Names)}{NearestName.Question(nameOrPath, Names)}");
        }

        try
        {
            return File.ReadAllText(nameOrPath);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(nameOrPath, $"cannot be read: {failure.Message}", failure);
        }
    }
}
