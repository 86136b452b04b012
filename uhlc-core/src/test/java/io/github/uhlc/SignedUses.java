package io.github.uhlc;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.DiagnosticListener;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * Finds operations of signed numbers on NTP64 bits and packed timestamps, which are unsigned. It
 * knows these by {@link UnsignedNames}: it reads the syntax, not the types.
 */
final class SignedUses extends TreeScanner<Void, Void> {
  private static final Set<Kind> SIGNED_OPERATORS =
      Set.of(
          Kind.LESS_THAN,
          Kind.GREATER_THAN,
          Kind.LESS_THAN_EQUAL,
          Kind.GREATER_THAN_EQUAL,
          Kind.DIVIDE,
          Kind.REMAINDER,
          Kind.RIGHT_SHIFT,
          Kind.DIVIDE_ASSIGNMENT,
          Kind.REMAINDER_ASSIGNMENT,
          Kind.RIGHT_SHIFT_ASSIGNMENT);

  /** Methods of Long that treat their arguments as bits; all others take them for signed. */
  private static final Set<String> BITS_OF_LONG =
      Set.of(
          "bitCount",
          "compareUnsigned",
          "divideUnsigned",
          "hashCode",
          "highestOneBit",
          "lowestOneBit",
          "numberOfLeadingZeros",
          "numberOfTrailingZeros",
          "remainderUnsigned",
          "reverse",
          "reverseBytes",
          "rotateLeft",
          "rotateRight",
          "toBinaryString",
          "toHexString",
          "toOctalString",
          "toUnsignedString",
          "valueOf");

  private static final Set<String> SIGNED_TYPES = Set.of("Long", "Math", "StrictMath");
  private static final Set<String> SIGNED_STREAM_ENDS =
      Set.of("average", "max", "min", "sorted", "sum", "summaryStatistics", "asDoubleStream");
  private static final Set<String> SORTS = Set.of("sort", "parallelSort", "binarySearch");
  private static final Set<String> PRINTS = Set.of("append", "print", "println", "valueOf", "join");
  private static final Set<String> FORMATS = Set.of("format", "formatted", "printf");
  private static final Set<String> COMPARATORS = Set.of("comparingLong", "thenComparingLong");

  private final Trees trees;
  private final CompilationUnitTree unit;
  private final List<String> findings = new ArrayList<>();

  private SignedUses(Trees trees, CompilationUnitTree unit) {
    this.trees = trees;
    this.unit = unit;
  }

  /**
   * Returns "File.java:line: expression" for each finding in some sources.
   *
   * @throws IllegalArgumentException if one is not Java, so that nothing could be found in it
   */
  static List<String> find(Iterable<? extends JavaFileObject> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticListener<JavaFileObject> refusal =
        diagnostic -> {
          throw new IllegalArgumentException(diagnostic.toString());
        };
    JavacTask task =
        (JavacTask) compiler.getTask(null, null, refusal, List.of("-proc:none"), null, sources);
    Trees trees = Trees.instance(task);
    List<String> all = new ArrayList<>();
    for (CompilationUnitTree unit : task.parse()) {
      SignedUses uses = new SignedUses(trees, unit);
      uses.scan(unit, null);
      all.addAll(uses.findings);
    }
    return all;
  }

  private void flagIf(boolean signed, Tree tree) {
    if (signed) {
      long start = trees.getSourcePositions().getStartPosition(unit, tree);
      String file = unit.getSourceFile().getName();
      findings.add(
          file.substring(file.lastIndexOf('/') + 1)
              + ":"
              + unit.getLineMap().getLineNumber(start)
              + ": "
              + tree.toString().replaceAll("\\s+", " "));
    }
  }

  @Override
  public Void visitBinary(BinaryTree tree, Void unused) {
    boolean left = UnsignedNames.isUnsigned(tree.getLeftOperand());
    boolean right = UnsignedNames.isUnsigned(tree.getRightOperand());
    switch (tree.getKind()) {
      case RIGHT_SHIFT -> flagIf(left, tree);
      case PLUS ->
          flagIf(
              (left && isText(tree.getRightOperand())) || (right && isText(tree.getLeftOperand())),
              tree);
      case MULTIPLY ->
          flagIf(
              (left && isFloating(tree.getRightOperand()))
                  || (right && isFloating(tree.getLeftOperand())),
              tree);
      default -> flagIf((left || right) && SIGNED_OPERATORS.contains(tree.getKind()), tree);
    }
    return super.visitBinary(tree, null);
  }

  /** Whether an operand of + makes text of the other one. */
  private static boolean isText(ExpressionTree operand) {
    return operand.getKind() == Kind.STRING_LITERAL
        || (operand instanceof BinaryTree sum
            && sum.getKind() == Kind.PLUS
            && (isText(sum.getLeftOperand()) || isText(sum.getRightOperand())));
  }

  private static boolean isFloating(ExpressionTree operand) {
    return operand instanceof LiteralTree literal
        && (literal.getValue() instanceof Double || literal.getValue() instanceof Float);
  }

  @Override
  public Void visitCompoundAssignment(CompoundAssignmentTree tree, Void unused) {
    boolean printed =
        tree.getKind() == Kind.PLUS_ASSIGNMENT
            && isText(tree.getExpression())
            && UnsignedNames.isUnsigned(tree.getVariable());
    boolean computed =
        SIGNED_OPERATORS.contains(tree.getKind()) && UnsignedNames.isUnsigned(tree.getVariable());
    flagIf(printed || computed, tree);
    return super.visitCompoundAssignment(tree, null);
  }

  @Override
  public Void visitTypeCast(TypeCastTree tree, Void unused) {
    boolean narrow = Set.of("double", "float", "int", "short").contains(tree.getType().toString());
    flagIf(narrow && UnsignedNames.isUnsigned(tree.getExpression()), tree);
    return super.visitTypeCast(tree, null);
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree tree, Void unused) {
    String receiver = "";
    String name = tree.getMethodSelect().toString();
    if (tree.getMethodSelect() instanceof MemberSelectTree select) {
      receiver = select.getExpression().toString();
      name = select.getIdentifier().toString();
    }
    Stream<? extends ExpressionTree> arguments = tree.getArguments().stream();
    if (arguments.anyMatch(UnsignedNames::isUnsigned)) {
      flagIf(takesSigned(receiver, name, tree), tree);
    } else if (COMPARATORS.contains(name)) {
      flagIf(tree.getArguments().stream().anyMatch(UnsignedNames::yieldsUnsigned), tree);
    } else if (SORTS.contains(name)) {
      flagIf(tree.getArguments().stream().anyMatch(UnsignedNames::isArrayOfUnsigned), tree);
    } else if (SIGNED_STREAM_ENDS.contains(name)
        && tree.getMethodSelect() instanceof MemberSelectTree select) {
      flagIf(UnsignedNames.isStreamOfUnsigned(select.getExpression()), tree);
    }
    return super.visitMethodInvocation(tree, null);
  }

  private static boolean takesSigned(String receiver, String name, MethodInvocationTree call) {
    if (SIGNED_TYPES.contains(receiver)) {
      return !BITS_OF_LONG.contains(name) && !name.toLowerCase(Locale.ROOT).startsWith("unsigned");
    }
    return (PRINTS.contains(name) && (!name.equals("valueOf") || receiver.equals("String")))
        || (FORMATS.contains(name) && call.toString().contains("%d"))
        || SORTS.contains(name)
        || call.getArguments().stream().anyMatch(SignedUses::isSignedFunction);
  }

  private static boolean isSignedFunction(ExpressionTree argument) {
    return argument instanceof MemberReferenceTree reference
        && SIGNED_TYPES.contains(reference.getQualifierExpression().toString())
        && !BITS_OF_LONG.contains(reference.getName().toString());
  }
}
