using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace FineFlow.Mutation;

/// <summary>One change of a library's code: other text in one place.</summary>
internal sealed record Change(SyntaxTree Tree, TextSpan Span, string Text)
{
    /// <summary>The file as it is after the change.</summary>
    public SyntaxTree Apply() => Tree.WithChangedText(Tree.GetText().WithChanges(new TextChange(Span, Text)));

    /// <inheritdoc/>
    public override string ToString()
    {
        var place = Tree.GetLineSpan(Span);
        return $"{place.Path}:{place.StartLinePosition.Line + 1}: {Tree.GetText().ToString(Span)} -> {Text}";
    }
}
