using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FineFlow.Mutation;

/// <summary>The changes that are tried: operators, conditions, numbers, calls. Texts of messages stay as they are.</summary>
internal static class Changes
{
    private static readonly Dictionary<string, string[]> Operators = new()
    {
        ["<"] = ["<=", ">="],
        ["<="] = ["<", ">"],
        [">"] = [">=", "<="],
        [">="] = [">", "<"],
        ["=="] = ["!="],
        ["!="] = ["=="],
        ["+"] = ["-"],
        ["-"] = ["+"],
        ["*"] = ["/"],
        ["/"] = ["*"],
        ["%"] = ["*"],
        ["&&"] = ["||"],
        ["||"] = ["&&"],
        ["&"] = ["|"],
        ["|"] = ["&"],
        ["^"] = ["&"],
        ["<<"] = [">>"],
        [">>"] = ["<<"],
        ["+="] = ["-="],
        ["-="] = ["+="],
        ["*="] = ["/="],
        ["/="] = ["*="],
        ["++"] = ["--"],
        ["--"] = ["++"],
        ["and"] = ["or"],
        ["or"] = ["and"],
    };

    private static readonly Dictionary<string, string> Methods = new()
    {
        ["Min"] = "Max",
        ["Max"] = "Min",
        ["Any"] = "All",
        ["All"] = "Any",
        ["First"] = "Last",
        ["Last"] = "First",
        ["Take"] = "Skip",
        ["Skip"] = "Take",
        ["Floor"] = "Ceiling",
        ["Ceiling"] = "Floor",
        ["OrderBy"] = "OrderByDescending",
        ["OrderByDescending"] = "OrderBy",
    };

    /// <summary>All changes of a file, in the order of its text.</summary>
    public static IEnumerable<Change> Of(SyntaxTree tree) =>
        from node in tree.GetRoot().DescendantNodes(node => node is not AttributeListSyntax)
        from change in Of(node)
        select new Change(tree, change.Place.Span, change.Text);

    private static IEnumerable<(SyntaxNodeOrToken Place, string Text)> Of(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax binary => Others(binary.OperatorToken),
        AssignmentExpressionSyntax assignment => Others(assignment.OperatorToken),
        RelationalPatternSyntax pattern => Others(pattern.OperatorToken),
        BinaryPatternSyntax pattern => Others(pattern.OperatorToken),
        PostfixUnaryExpressionSyntax unary => Others(unary.OperatorToken),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression or (int)SyntaxKind.UnaryMinusExpression } unary =>
            [(unary, unary.Operand.ToString())],
        PrefixUnaryExpressionSyntax unary => Others(unary.OperatorToken),
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } literal => [(literal, "false")],
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression } literal => [(literal, "true")],
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression } literal => [(literal, $"({literal} + 1)")],
        IfStatementSyntax statement => [Negated(statement.Condition)],
        WhileStatementSyntax statement => [Negated(statement.Condition)],
        ConditionalExpressionSyntax expression => [Negated(expression.Condition)],
        MemberAccessExpressionSyntax { Name.Identifier: var name } when Methods.TryGetValue(name.Text, out var other) => [(name, other)],
        ExpressionStatementSyntax statement => [(statement, ";")],
        _ => [],
    };

    private static IEnumerable<(SyntaxNodeOrToken Place, string Text)> Others(SyntaxToken symbol) =>
        Operators.GetValueOrDefault(symbol.Text, []).Select(other => ((SyntaxNodeOrToken)symbol, other));

    private static (SyntaxNodeOrToken Place, string Text) Negated(ExpressionSyntax condition) => (condition, $"!({condition})");
}
