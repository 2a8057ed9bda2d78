using FineFlow.AspNetCore.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FineFlow.AspNetCore.Responses;

/// <summary>A format of answers.</summary>
internal interface IAnswerFormat
{
    /// <summary>The value of <c>format=</c> that chooses it.</summary>
    string Name { get; }

    /// <summary>The value of <c>Accept</c> that chooses it.</summary>
    string MediaType { get; }
}

/// <summary>Which format a request asks for.</summary>
internal static class FormatChoice
{
    /// <summary>The query parameter that chooses a format.</summary>
    public const string Parameter = "format";

    /// <summary>Returns the format that a request asks for: by <c>format=</c>, or else by its Accept header, or else the first.</summary>
    /// <exception cref="ProblemException">There is no such format.</exception>
    public static T Of<T>(HttpRequest request, IReadOnlyList<T> all)
        where T : class, IAnswerFormat
    {
        if (request.Query.TryGetValue(Parameter, out var name))
        {
            return all.FirstOrDefault(format => format.Name == name)
                ?? throw new ProblemException(
                    StatusCodes.Status400BadRequest,
                    $"format is '{name}'; {string.Join(", ", all.Select(f => f.Name))} are known",
                    Parameter);
        }

        var accepted = MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var list) ? list : [];
        return accepted.Count == 0
            ? all[0]
            : accepted
                .OrderByDescending(type => type.Quality ?? 1)
                .Select(type => all.FirstOrDefault(format => Matches(format, type)))
                .FirstOrDefault(format => format is not null)
                ?? throw new ProblemException(
                    StatusCodes.Status406NotAcceptable,
                    $"Accept is '{request.Headers.Accept}'; {string.Join(", ", all.Select(f => f.MediaType))} are known",
                    "Accept");
    }

    private static bool Matches(IAnswerFormat format, MediaTypeHeaderValue accepted) =>
        accepted.Quality != 0 && new MediaTypeHeaderValue(format.MediaType).IsSubsetOf(new MediaTypeHeaderValue(accepted.MediaType));
}
